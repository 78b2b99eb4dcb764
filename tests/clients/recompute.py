#!/usr/bin/env python3
"""recompute.py transcript.json: checks what GET /api/v1/intents/{id}/transcript answered, by nothing but itself.
The events hang together by their hashes, each score follows from the terms, and each ranking from the scores."""
import hashlib, json, re, sys


def points_of(prefer, offer):
    """For each preference floor(10^8 * weight * utility / sum of weights): millionths of a point."""
    for p in prefer:
        attribute = p["criterion"].removeprefix("attributes.")
        value = offer.get(attribute) if attribute == p["criterion"] else offer.get("attributes", {}).get(attribute)
        if "points" in p:
            held = value if isinstance(value, list) else [] if value is None else [str(value).lower() if value in (True, False) else str(value)]
            earned, of = max((p["points"].get(h, 0) for h in held), default=0), 100
        else:
            if attribute != p["criterion"]:  # an attribute counts in millionths, where it is a number
                whole, _, fraction = str(value).partition(".")
                value = int(whole + fraction.ljust(6, "0")) if re.fullmatch(r"-?\d+(\.\d{1,6})?", str(value)) else None
            earned, of = (0, 1) if value is None else (p["worst"] - value, p["worst"] - p["best"])
            earned, of = (-earned, -of) if of < 0 else (earned, of)
            earned = min(max(earned, 0), of)
        yield 10**8 * p["weight"] * earned // (of * sum(q["weight"] for q in prefer))


transcript = json.load(open(sys.argv[1], encoding="utf-8"))
previous, terms, live, final = "", None, {}, None
for event in transcript["events"]:
    body, name = json.loads(event["body"]), event["name"]
    data = body["data"]
    assert hashlib.sha256(event["body"].encode()).hexdigest() == event["hash"], f"event {event['seq']} is not what its hash says"
    assert (body["prev"], body["seq"], data["name"]) == (previous, event["seq"], name), f"event {event['seq']} is out of its place"
    previous = event["hash"]
    ranked = sorted(live.values(), key=lambda o: (-o["score"], o["total"], o["seq"]))
    if name in ("IntentClosed", "IntentAwarded") or (name in ("IntentWithdrawn", "IntentRemoved") and final is None):
        final = ranked
    if "rankedHash" in data:
        lines = "".join(f"{o['offerId']} {o['score']} {o['total']}\n" for o in ranked)
        assert hashlib.sha256(lines.encode()).hexdigest() == data["rankedHash"], f"event {event['seq']} cites another ranking"
    if name in ("IntentOpened", "IntentAmended"):
        terms, live = data["terms"]["terms"], {}
    elif name == "OfferAccepted":
        points = list(points_of(terms["prefer"], data["terms"]))
        assert points == data["points"] and sum(points) == data["score"], f"offer {data['offerId']} scores {sum(points)}, not {data['score']}"
        live[data["vendor"]] = {"offerId": data["offerId"], "score": sum(points), "total": data["terms"]["total"], "seq": body["seq"]}
    elif name in ("OfferWithdrawn", "OfferExpired"):
        live.pop(data["vendor"], None)
final = sorted(live.values(), key=lambda o: (-o["score"], o["total"], o["seq"])) if final is None else final
mine = [(o["offerId"], f"{o['score'] // 10**6}.{o['score'] % 10**6:06}") for o in final]
assert mine == [(o["offerId"], o["score"]) for o in transcript["offers"]], f"the ranking is {mine}"
print(f"{len(transcript['events'])} events and {len(mine)} ranked offers are as the transcript says")

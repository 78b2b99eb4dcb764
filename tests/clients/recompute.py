#!/usr/bin/env python3
"""recompute.py transcript.json: checks what GET /api/v1/intents/{id}/transcript answered, by nothing but itself.
The events hang together by their hashes, each score follows from the terms, and each ranking from the scores."""
import hashlib, json, re, sys
def points_of(terms, offer):
    """For each preference floor(10^8 * weight * utility / sum of weights): millionths of a point; of a coefficient, of a percent."""
    for p in terms["prefer"]:
        attribute = p["criterion"].removeprefix("attributes.")
        value = offer.get(attribute) if attribute == p["criterion"] else offer.get("attributes", {}).get(attribute)
        if "points" in p:
            held = value if isinstance(value, list) else [] if value is None else [str(value).lower() if value in (True, False) else str(value)]
            earned, of = max((p["points"].get(h, 0) for h in held), default=0), 100
        else:
            if attribute != p["criterion"]:  # an attribute counts in millionths, where it is a number
                units, _, fraction = str(value).partition(".")
                value = int(units + fraction.ljust(6, "0")) if re.fullmatch(r"-?\d+(\.\d{1,6})?", str(value)) else None
            earned, of = (0, 1) if value is None else (p["worst"] - value, p["worst"] - p["best"])
            earned, of = (-earned, -of) if of < 0 else (earned, of)
            earned = min(max(earned, 0), of)
        yield 10**8 * p["weight"] * earned // (of * (1000 if terms["method"] == "Coefficient" else sum(q["weight"] for q in terms["prefer"])))
def scored(data, seq, offer):
    """By coefficient the score is total / (1 + sum of shares / rest), below zero, in hundredths of a minor unit, and what is beyond them."""
    points, rest = list(points_of(terms, offer)), 10**8 - sum(p["weight"] for p in terms["prefer"]) * 10**5
    adjusted, beyond = divmod(offer["total"] * rest * 100, rest + sum(points)) if terms["method"] == "Coefficient" else (-sum(points), 0)
    assert (points, -adjusted) == (data["points"], data["score"]), f"offer {data['offerId']} scores {-adjusted}, not {data['score']}"
    return {"offerId": data["offerId"], "rank": (adjusted, beyond and beyond * 10**12 // (rest + sum(points)), offer["total"], seq), "offer": offer}
transcript, previous, terms, live, final = json.load(open(sys.argv[1], encoding="utf-8")), "", None, {}, None
for event in transcript["events"]:
    before, previous, name = previous, event["hash"], event["name"]
    if name == "FloorSet":  # the one event that is not shown: it holds what nobody but its vendor may know
        continue
    data = (body := json.loads(event["body"]))["data"]
    assert hashlib.sha256(event["body"].encode()).hexdigest() == event["hash"], f"event {event['seq']} is not what its hash says"
    assert (body["prev"], body["seq"], data["name"]) == (before, event["seq"], name), f"event {event['seq']} is out of its place"
    ranked = sorted(live.values(), key=lambda o: o["rank"])
    final = ranked if name in ("IntentClosed", "IntentAwarded") or (name in ("IntentWithdrawn", "IntentRemoved") and final is None) else final
    lines = "".join(f"{o['offerId']} {-o['rank'][0]} {o['rank'][2]}\n" for o in ranked)
    assert data.get("rankedHash") in (None, hashlib.sha256(lines.encode()).hexdigest()), f"event {event['seq']} cites another ranking"
    if name in ("IntentOpened", "IntentAmended"):
        terms, live = data["terms"]["terms"], {}
    elif name in ("OfferAccepted", "BidMoved"):  # the market moves the total of a standing bid, which keeps its place in time
        stood = live.get(data["vendor"]) if name == "BidMoved" else None
        live[data["vendor"]] = scored(data, stood["rank"][3] if stood else body["seq"], {**stood["offer"], "total": data["total"]} if stood else data["terms"])
    elif name in ("OfferWithdrawn", "OfferExpired"):
        live.pop(data["vendor"], None)
final = sorted(live.values(), key=lambda o: o["rank"]) if final is None else final
mine, theirs = [(o["offerId"], abs(o["rank"][0])) for o in final], [(o["offerId"], int(o["score"].replace(".", ""))) for o in transcript["offers"]]
assert mine == theirs, f"the ranking is {mine}, not {theirs}"
print(f"{len(transcript['events'])} events and {len(mine)} ranked offers are as the transcript says")

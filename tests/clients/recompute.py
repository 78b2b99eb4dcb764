#!/usr/bin/env python3
"""recompute.py transcript.json: checks by nothing but itself what GET /api/v1/intents/{id}/transcript answered: hashes, scores, rankings and what is paid."""
import fractions, hashlib, json, re, sys
def numeric(text): return fractions.Fraction(str(text)) if re.fullmatch(r"-?(0|[1-9]\d{0,12})(\.\d{1,6})?", str(text)) else None
def points_of(terms, offer):
    """For each preference floor(10^8 * weight * utility / sum of weights): millionths of a point; of a coefficient, of a percent."""
    for p in terms["prefer"]:
        value = offer.get("attributes", {}).get(p["criterion"].removeprefix("attributes.")) if "." in p["criterion"] else offer.get(p["criterion"])
        if "points" in p:
            text = None if value is None else str(value).lower() if isinstance(value, bool) else str(value)  # from rules 2 on numbers compare as numbers
            held = value if isinstance(value, list) else [k for k in p["points"] if k == text or (terms.get("rules", 1) > 1 and numeric(k) == numeric(text) is not None)]
            earned = fractions.Fraction(max((p["points"].get(h, 0) for h in held), default=0), 100)
        else:  # an attribute's scale is in millionths
            earned = 0 if (number := numeric(value)) is None else min(max((p["worst"] - number * (10**6 if "." in p["criterion"] else 1)) / (p["worst"] - p["best"]), 0), 1)
        yield int(10**8 * p["weight"] * earned // (1000 if terms["method"] == "Coefficient" else sum(q["weight"] for q in terms["prefer"])))
def placed(terms, offer, seq):
    """Its points and its place. By coefficient the score is total / (1 + sum of shares / rest), below zero, in hundredths of a minor unit, and what is beyond."""
    points, rest = list(points_of(terms, offer)), 10**8 - sum(p["weight"] for p in terms["prefer"]) * 10**5
    adjusted, beyond = divmod(offer["total"] * rest * 100, rest + sum(points)) if terms["method"] == "Coefficient" else (-sum(points), 0)
    return points, (adjusted, beyond and beyond * 10**12 // (rest + sum(points)), offer["total"], seq)
def scored(data, seq, offer):
    points, rank = placed(terms, offer, seq)
    assert (points, -rank[0]) == (data["points"], data["score"]), f"offer {data['offerId']} scores {-rank[0]}, not {data['score']}"
    return {"offerId": data["offerId"], "rank": rank, "offer": offer}
def still_first(total):
    rank = placed(terms, {**final[0]["offer"], "total": total}, final[0]["rank"][3])[1]
    return all(r["max"] >= total for r in terms["require"] if r["criterion"] == "total") and all(rank < o["rank"] for o in final[1:])
transcript, previous, terms, live, final = json.load(open(sys.argv[1], encoding="utf-8")), "", None, {}, None
for event in transcript["events"]:
    before, previous, name = previous, event["hash"], event["name"]
    if not event["body"] and (name == "FloorSet" or (name.startswith("Offer") and "Sealed" in auction["format"])): continue  # a floor; what was sealed when it ended
    data = (body := json.loads(event["body"]))["data"]
    assert hashlib.sha256(event["body"].encode()).hexdigest() == event["hash"], f"event {event['seq']} is not what its hash says"
    assert (body["prev"], body["seq"], data["name"]) == (before, event["seq"], name), f"event {event['seq']} is out of its place"
    ranked = sorted(live.values(), key=lambda o: o["rank"])
    final = ranked if name in ("IntentClosed", "IntentAwarded") or (name in ("IntentWithdrawn", "IntentRemoved") and final is None) else final
    lines = "".join(f"{o['offerId']} {-o['rank'][0]} {o['rank'][2]}\n" for o in ranked).encode()
    assert data.get("rankedHash") in (None, hashlib.sha256(lines).hexdigest()), f"event {event['seq']} cites another ranking"
    if name in ("IntentOpened", "IntentAmended"):
        terms, live, auction = data["terms"]["terms"], {}, data["terms"]["auction"]
    elif name in ("OfferAccepted", "BidMoved"):  # the market moves the total of a standing bid, which keeps its place in time
        stood = live.get(data["vendor"]) if name == "BidMoved" else None
        live[data["vendor"]] = scored(data, stood["rank"][3] if stood else body["seq"], {**stood["offer"], "total": data["total"]} if stood else data["terms"])
    elif name in ("OfferWithdrawn", "OfferExpired", "OfferRemoved"):
        live.pop(data["vendor"], None)
    elif name == "IntentAwarded" and auction["format"] == "SealedSecondScore":  # paid the highest total at which it is still first
        assert still_first(data["paid"]) and not still_first(data["paid"] + 1), f"{data['paid']} is not what the rule pays"
mine, theirs = [(o["offerId"], abs(o["rank"][0])) for o in (final or sorted(live.values(), key=lambda o: o["rank"]))], [(o["offerId"], int(o["score"].replace(".", ""))) for o in transcript["offers"]]
assert mine == theirs, f"the ranking is {mine}, not {theirs}"
print(f"{len(transcript['events'])} events and {len(mine)} ranked offers are as the transcript says")

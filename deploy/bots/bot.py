#!/usr/bin/env python3
"""A vendor's whole bot on pika (apt install python3-pika): offers a little under the customer's maximum, then undercuts itself until it leads or reaches
its floor. BOT_CREDENTIAL: what POST /api/v1/broker-credentials answered, or the file that holds it. With MARKET_URL and MARKET_KEY (scope `read` will do)
it also finds what happened while it was away, or what its inbox had no room for."""
import json, os, pika, ssl, time, urllib.request
from decimal import Decimal, ROUND_CEILING
START, FLOOR, STEP = Decimal("0.95"), Decimal("0.80"), Decimal("0.01")  # of the customer's maximum: yours to set
given = os.environ.get("BOT_CREDENTIAL", "credential.json")
credential = json.loads(given if given.startswith("{") else open(given).read())
intents = {}  # the open ones that we offered on: the intent, its route, the share last asked, the key of that offer, and its id once there is a receipt
def offer(channel, intent, route, share, level=None):
    auction, required = intent["auction"], {r["criterion"]: r["max"] for r in intent["terms"]["require"] if "max" in r}
    most = required.get("total") or auction.get("limit" if auction["format"] == "dutch" else "start")
    if most is None or share < FLOOR: return
    def price(part): return str((Decimal(most) * part).quantize(Decimal(most), ROUND_CEILING))
    clock, total = "start" in auction, level or auction.get("start") or price(share)
    standing = auction["format"] == "english" and auction["visibility"] in ("lead", "full")  # there the market bids for us, down to our floor
    key = f"v{intent['version']}-{total}"  # the same whenever the offer is: what is sent twice counts once
    intents[intent["id"]] = {"intent": intent, "route": route, "share": 0 if clock or standing else share, "key": key}
    if clock and Decimal(total) < Decimal(price(FLOOR)): return  # dutch: it waits until the clock has risen to its floor; japanese: it is out
    body = {"intentId": intent["id"], "agreesTo": intent["termsHash"], "total": total, "condition": "new", "warrantyMonths": 24, "returnDays": 30, "deliverBy": required.get("deliverBy", intent["awardBy"])}
    if standing: body["floor"] = price(FLOOR)  # the market lowers the bid as far as it must, and shows nobody the floor
    properties = pika.BasicProperties(type="offer.submit", message_id=key, content_type="application/json", delivery_mode=2)
    channel.basic_publish(credential["exchange"], route, json.dumps(body), properties)
def catch_up(channel):
    after = "" if "MARKET_KEY" in os.environ else None
    while after is not None:
        key = {"Authorization": "Bearer " + os.environ["MARKET_KEY"]}
        page = json.load(urllib.request.urlopen(urllib.request.Request(f"{os.environ['MARKET_URL']}/api/v1/feed?limit=100{after}", headers=key)))
        for entry in page["items"]:
            if entry["intent"]["id"] not in intents: offer(channel, entry["intent"], entry["route"], START)
        after = f"&after={page['next']}" if page["next"] else None
def hear(channel, notice):
    kind, data, known = notice["type"], notice.get("data") or {}, intents.get(notice.get("intentId"))
    print(kind, notice.get("intentId"), json.dumps({k: data[k] for k in ("outcome", "rank", "of", "score", "reasons", "paid") if k in data}), flush=True)
    if kind == "intent.amended" or kind == "intent.opened" and not known:
        offer(channel, data, notice["route"], START)
    elif kind == "intent.level" and known: offer(channel, known["intent"], known["route"], START, data["total"])
    elif kind == "resync": catch_up(channel)
    elif kind in ("intent.closed", "intent.withdrawn", "intent.removed"): intents.pop(notice["intentId"], None)
    elif kind == "offer.receipt" and known and data["key"] == known["key"]: known["offer"] = data.get("offerId")
    if kind in ("offer.receipt", "offer.rank") and known and data.get("offerId") == known.get("offer") and data.get("rank", 1) > 1:
        offer(channel, known["intent"], known["route"], known["share"] - STEP)
server = pika.ConnectionParameters(
    credential["host"], credential["port"], credential["vhost"], pika.PlainCredentials(credential["user"], credential["password"]),
    ssl_options=pika.SSLOptions(ssl.create_default_context()) if credential["tls"] else None)
while True:  # until it is ended: a connection that is lost is made anew, and what was not acknowledged comes again
    try:
        channel = pika.BlockingConnection(server).channel()
        channel.confirm_delivery()  # a publish that the broker does not take is thrown
        channel.basic_qos(prefetch_count=1)
        print("connected", flush=True)
        catch_up(channel)
        for method, _, body in channel.consume(credential["queue"]):
            hear(channel, json.loads(body))
            channel.basic_ack(method.delivery_tag)
    except (pika.exceptions.AMQPError, OSError) as lost:
        print("lost:", repr(lost), flush=True)
        time.sleep(1)

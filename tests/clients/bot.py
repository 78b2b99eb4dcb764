#!/usr/bin/env python3
"""bot.py '<credential>': a vendor's bot on pika, driven by tests: one JSON command a line on stdin, one JSON event a line on stdout.
The credential is what POST /api/v1/broker-credentials answered.
  {"do":"publish","id":1,"route":"p.3","body":"<base64>","properties":{…}}  → {"confirmed":1} or {"refused":1,"why":…}
                     "exchange" names another exchange than its own
  {"do":"read"}      reads its queue, acknowledging each                → {"notice":"<body>","type":…,"correlationId":…}
  {"do":"try",…}     "what": get (from "queue"), declare, look (asks passively), enter (vhost) → {"tried":1,"why":null or a number}
It says {"ready":true} first, and {"closed":why} when its connection ends."""
import base64, json, queue, ssl, sys, threading

import pika

credential = json.loads(sys.argv[1])
commands = queue.Queue()
reading = False


def say(event):
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


def connect(vhost=credential["vhost"]):
    return pika.BlockingConnection(pika.ConnectionParameters(
        credential["host"], credential["port"], vhost, pika.PlainCredentials(credential["user"], credential["password"]), heartbeat=20,
        ssl_options=pika.SSLOptions(ssl.create_default_context()) if credential["tls"] else None))


def open_channel():
    global channel
    channel = connection.channel()
    channel.confirm_delivery()
    channel.basic_qos(prefetch_count=200)
    if reading:
        channel.basic_consume(credential["queue"], tell)


def tell(_, method, properties, body):
    say({"notice": body.decode(), "type": properties.type, "correlationId": properties.correlation_id})
    channel.basic_ack(method.delivery_tag)


def publish(command):
    try:
        channel.basic_publish(
            command.get("exchange", credential["exchange"]), command["route"], base64.b64decode(command["body"]),
            pika.BasicProperties(**command["properties"]))
        say({"confirmed": command["id"]})
    except pika.exceptions.ChannelClosedByBroker as closed:
        say({"refused": command["id"], "why": closed.reply_code})
        open_channel()
    except pika.exceptions.NackError:
        say({"refused": command["id"], "why": "nack"})


def attempt(command):
    try:
        if command["what"] == "get":
            channel.basic_get(command["queue"])
        elif command["what"] == "look":
            channel.queue_declare(command["queue"], passive=True)
        elif command["what"] == "declare":
            channel.queue_declare(command["queue"])
        else:
            connect(command["vhost"]).close()
        say({"tried": command["id"], "why": None})
    except pika.exceptions.ChannelClosedByBroker as closed:
        say({"tried": command["id"], "why": closed.reply_code})
        open_channel()
    except pika.exceptions.AMQPConnectionError as closed:
        say({"tried": command["id"], "why": getattr(closed, "reply_code", 530)})


def run(command):
    global reading
    if command["do"] == "publish":
        publish(command)
    elif command["do"] == "try":
        attempt(command)
    elif not reading:
        reading = True
        channel.basic_consume(credential["queue"], tell)


def listen():
    for line in sys.stdin:
        command = json.loads(line)
        connection.add_callback_threadsafe(lambda command=command: commands.put(command))
    connection.add_callback_threadsafe(lambda: commands.put(None))


connection = connect()
open_channel()
say({"ready": True})
threading.Thread(target=listen, daemon=True).start()
try:
    while True:
        connection.process_data_events(time_limit=None if commands.empty() else 0)
        if not commands.empty():
            command = commands.get()
            if command is None:
                break
            run(command)
    connection.close()
except pika.exceptions.AMQPError as closed:
    say({"closed": str(closed)})

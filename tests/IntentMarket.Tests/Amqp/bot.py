"""A vendor's bot as the tests need it: `bot.py <what> '<json>'` prints one JSON value a line.

The json holds host, port, vhost, user, password, vendor (whose bot it is), and what the task needs besides.
"""
import json
import sys

import pika

task, given = sys.argv[1], json.loads(sys.argv[2])
own, inbox = f"v.{given['vendor']}.in", f"v.{given['vendor']}.inbox"


def connect(**other):
    return pika.BlockingConnection(pika.ConnectionParameters(
        host=given["host"], port=given["port"], virtual_host=other.get("vhost", given["vhost"]),
        credentials=pika.PlainCredentials(given["user"], given["password"])))


def say(value):
    print(json.dumps(value), flush=True)


def code(action):
    """"ok", or the number with which the broker refused."""
    connection = connect()
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        action(channel)
        return "ok"
    except (pika.exceptions.ChannelClosedByBroker, pika.exceptions.ConnectionClosedByBroker) as refused:
        return refused.reply_code
    finally:
        if connection.is_open:
            connection.close()


def attempts():
    """Everything a bot may try, by name."""
    other = given["other"]
    yield "write own exchange", lambda c: c.basic_publish(own, "p.0", b"{}")
    yield "read own inbox", lambda c: c.basic_get(inbox)
    yield "write another's exchange", lambda c: c.basic_publish(f"v.{other}.in", "p.0", b"{}")
    yield "write another's inbox", lambda c: c.basic_publish("", f"v.{other}.inbox", b"{}")
    yield "write a partition", lambda c: c.basic_publish("", "p.0", b"{}")
    for exchange in ("offers", "routes", "commands", "unrouted", "dead", "dropped", "amq.direct", "amq.topic"):
        yield f"write {exchange}", lambda c, exchange=exchange: c.basic_publish(exchange, "p.0", b"{}")
    yield "read another's inbox", lambda c: c.basic_get(f"v.{other}.inbox")
    for queue in ("unrouted", "dead", "dropped"):
        yield f"read {queue}", lambda c, queue=queue: c.basic_get(queue)
    yield "consume a partition", lambda c: c.basic_consume("p.0", lambda *_: None)
    yield "declare a queue", lambda c: c.queue_declare("mine")
    yield "declare a queue without a name", lambda c: c.queue_declare("", exclusive=True)
    yield "declare an exchange", lambda c: c.exchange_declare("mine", "fanout")
    yield "delete own inbox", lambda c: c.queue_delete(inbox)
    yield "delete own exchange", lambda c: c.exchange_delete(own)
    yield "bind own inbox", lambda c: c.queue_bind(inbox, "offers")
    yield "bind own exchange", lambda c: c.exchange_bind(own, "offers")
    yield "purge another's inbox", lambda c: c.queue_purge(f"v.{other}.inbox")
    yield "write as another user", lambda c: c.basic_publish(own, "p.0", b"{}", pika.BasicProperties(user_id="somebody"))


def enter():
    try:
        connect(vhost=given["core"])
        return "ok"
    except pika.exceptions.ProbableAccessDeniedError as refused:
        return refused.args[0] if isinstance(refused.args[0], int) else 530
    except pika.exceptions.ConnectionClosedByBroker as refused:
        return refused.reply_code


if task == "attempt":
    for name, action in attempts():
        say([name, str(code(action))])
    say(["enter core", str(enter())])

elif task == "connect":
    held = []
    try:
        for _ in range(given["count"]):
            connection = connect()
            connection.channel()
            held.append(connection)
    except Exception as refused:  # the broker's refusal has many names in pika
        say([len(held), type(refused).__name__ + str(refused.args)])
    else:
        say([len(held), ""])

elif task == "channels":
    connection, opened = connect(), 0
    try:
        for opened in range(given["count"]):
            connection.channel()
        opened += 1
    except pika.exceptions.AMQPError:
        pass
    say(opened)

elif task == "send":
    # given["messages"]: [{"key": routing key, "body": text, "properties": {...}, "times": 1, "repeat": 1}]
    connection = connect()
    channel = connection.channel()
    channel.confirm_delivery()
    confirmed = 0
    for message in given["messages"]:
        for n in range(message.get("times", 1)):
            properties = dict(message.get("properties", {}))
            if "message_id" not in properties:
                properties["message_id"] = str(n)
            channel.basic_publish(own, message["key"], message["body"].encode() * message.get("repeat", 1), pika.BasicProperties(delivery_mode=2, **properties))
            confirmed += 1
    say(confirmed)
    connection.close()

elif task == "hold":
    # Consumes its inbox and keeps writing, until the broker ends it.
    connection = connect()
    channel = connection.channel()
    channel.confirm_delivery()
    channel.basic_consume(inbox, lambda c, method, _, body: c.basic_ack(method.delivery_tag))
    say("ready")
    try:
        while True:
            channel.basic_publish(own, "p.0", b"{}")
            connection.process_data_events(0.05)
    except pika.exceptions.AMQPError as ended:
        say(f"closed: {type(ended).__name__}")

elif task == "raw":
    # Sends a content header with a headers table given in hex, which no well-meaning library would write.
    import socket
    import struct

    def frame(kind, channel, payload):
        return struct.pack(">BHI", kind, channel, len(payload)) + payload + b"\xce"

    def short(text):
        return bytes([len(text)]) + text.encode()

    link = socket.create_connection((given["host"], given["port"]))
    pending, frame_max = b"", 0

    def read():
        global pending, frame_max
        while True:
            if len(pending) >= 7:
                kind, channel, size = struct.unpack(">BHI", pending[:7])
                if len(pending) >= 8 + size:
                    payload, pending = pending[7:7 + size], pending[8 + size:]
                    if kind == 1:
                        if payload[:4] == struct.pack(">HH", 10, 30):
                            frame_max = struct.unpack(">I", payload[6:10])[0]
                        return struct.unpack(">HH", payload[:4])
                    continue
            received = link.recv(65536)
            if not received:
                raise EOFError
            pending += received

    link.sendall(b"AMQP\0\0\x09\x01")
    assert read() == (10, 10)
    answer = f"\0{given['user']}\0{given['password']}".encode()
    link.sendall(frame(1, 0, struct.pack(">HHI", 10, 11, 0) + short("PLAIN") + struct.pack(">I", len(answer)) + answer + short("en_US")))
    assert read() == (10, 30)
    link.sendall(frame(1, 0, struct.pack(">HHHIH", 10, 31, 10, frame_max, 0)))
    link.sendall(frame(1, 0, struct.pack(">HH", 10, 40) + short(given["vhost"]) + short("") + b"\0"))
    assert read() == (10, 41)
    link.sendall(frame(1, 1, struct.pack(">HH", 20, 10) + short("")))
    assert read() == (20, 11)
    link.sendall(frame(1, 1, struct.pack(">HHB", 85, 10, 0)))
    assert read() == (85, 11)
    table, body = bytes.fromhex(given["table"]), b"{}"
    # So many tables in each other, the one above innermost: name, kind and length of each, from the outermost.
    depth = min(given.get("depth", 0), (frame_max - 100) // 7)
    table = b"".join(short("a") + b"F" + struct.pack(">I", len(table) + 7 * inner) for inner in reversed(range(depth))) + table
    link.sendall(frame(1, 1, struct.pack(">HHH", 60, 40, 0) + short(own) + short(given["key"]) + b"\0"))
    flags, properties = 1 << 13 | 1 << 12 | 1 << 7, struct.pack(">I", len(table)) + table + b"\x02" + short("raw")
    link.sendall(frame(2, 1, struct.pack(">HHQH", 60, 0, len(body), flags) + properties) + frame(3, 1, body))
    try:
        say({(60, 80): "confirmed", (60, 120): "refused"}.get(read(), "closed"))
    except EOFError:
        say("closed")

// A vendor's bot on amqplib, driven by tests like bot.py: one JSON command a line on stdin, one JSON event a line on stdout.
//   node bot.js '<what POST /api/v1/broker-credentials answered>'
import readline from "node:readline";
import amqp from "amqplib";

const credential = JSON.parse(process.argv[2]);
const say = (event) => process.stdout.write(JSON.stringify(event) + "\n");

const connection = await amqp.connect({
  protocol: credential.tls ? "amqps" : "amqp", hostname: credential.host, port: credential.port, vhost: credential.vhost,
  username: credential.user, password: credential.password, heartbeat: 20,
});
connection.on("error", () => {});
connection.on("close", (error) => { say({ closed: String(error?.message ?? "asked") }); process.exit(0); });
const channel = await connection.createConfirmChannel();
channel.on("error", () => {});
await channel.prefetch(200);

// The names that the libraries give to the properties of a message differ.
const properties = (p) => ({
  type: p.type, messageId: p.message_id, contentType: p.content_type, persistent: p.delivery_mode === 2, headers: p.headers,
});

function publish({ id, exchange, route, body, properties: given }) {
  channel.publish(exchange ?? credential.exchange, route, Buffer.from(body, "base64"), properties(given), (error) =>
    say(error ? { refused: id, why: String(error.message ?? "nack") } : { confirmed: id }));
}

function tell(message) {
  say({ notice: message.content.toString(), type: message.properties.type, correlationId: message.properties.correlationId ?? null });
  channel.ack(message);
}

say({ ready: true });
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const command = JSON.parse(line);
  switch (command.do) {
    case "publish": publish(command); break;
    case "read": channel.consume(credential.queue, tell); break;
  }
}).on("close", () => connection.close());

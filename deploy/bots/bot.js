// A vendor's whole bot on amqplib (npm install amqplib): offers on every intent that the vendor hears of, a little under the customer's maximum, and
// undercuts itself until it leads or reaches its floor. BOT_CREDENTIAL: what POST /api/v1/broker-credentials answered, or the file that holds it. With
// MARKET_URL and MARKET_KEY (scope `read` will do) it also finds what happened while it was away, or what its inbox had no room for.
const [amqp, { readFileSync }] = [require("amqplib"), require("node:fs")];
const [START, FLOOR, STEP] = [95n, 80n, 1n]; // percent of the customer's maximum: yours to set
const { BOT_CREDENTIAL = "credential.json", MARKET_URL, MARKET_KEY } = process.env;
const credential = JSON.parse(BOT_CREDENTIAL.startsWith("{") ? BOT_CREDENTIAL : readFileSync(BOT_CREDENTIAL));
const intents = new Map(); // the open ones that we offered on: the intent, its route, the percentage last asked, that offer's key, its id once known
async function offer(channel, intent, route, percent, level) {
  const { auction, id, version } = intent, required = Object.fromEntries(intent.terms.require.map((r) => [r.criterion, r.max]));
  const most = required.total ?? (auction.format === "dutch" ? auction.limit : auction.start);
  if (!most || percent < FLOOR) return;
  const digits = most.split(".")[1]?.length ?? 0; // money is no float: it is counted in its smallest unit, and rounded up
  const unitsOf = (amount) => BigInt(amount.replace(".", "")), part = (percent) => (unitsOf(most) * percent + 99n) / 100n;
  const written = (units) => (digits ? `${units.slice(0, -digits)}.${units.slice(-digits)}` : units);
  const price = (percent) => written(part(percent).toString().padStart(digits + 1, "0"));
  const standing = auction.format === "english" && ["lead", "full"].includes(auction.visibility), total = level ?? auction.start ?? price(percent);
  const key = `v${version}-${total}`; // the same whenever the offer is: what is sent twice counts once
  intents.set(id, { intent, route, percent: auction.start || standing ? 0n : percent, key });
  if (auction.start && unitsOf(total) < part(FLOOR)) return; // dutch: it waits until the clock has risen to its floor; japanese: it is out
  const body = { intentId: id, agreesTo: intent.termsHash, total, condition: "new", warrantyMonths: 24, returnDays: 30, deliverBy: required.deliverBy ?? intent.awardBy };
  if (standing) body.floor = price(FLOOR); // a standing bid: the market lowers it as far as it must, and shows nobody the floor
  const properties = { type: "offer.submit", messageId: key, contentType: "application/json", persistent: true };
  channel.publish(credential.exchange, route, Buffer.from(JSON.stringify(body)), properties);
  await channel.waitForConfirms(); // a publish that the broker does not take is thrown
}
async function catchUp(channel) {
  for (let after = ""; MARKET_KEY && after !== null;) {
    const answer = await fetch(`${MARKET_URL}/api/v1/feed?limit=100${after}`, { headers: { Authorization: `Bearer ${MARKET_KEY}` } });
    const page = await answer.json();
    for (const { intent, route } of page.items) if (!intents.has(intent.id)) await offer(channel, intent, route, START);
    after = page.next && `&after=${page.next}`;
  }
}
async function hear(channel, { type, intentId, route, data = {} }) {
  const known = intents.get(intentId), { outcome, rank, of, score, reasons, paid } = data;
  console.log(type, intentId, JSON.stringify({ outcome, rank, of, score, reasons, paid }));
  if (type === "intent.amended" || (type === "intent.opened" && !known)) await offer(channel, data, route, START);
  else if (type === "intent.level" && known) await offer(channel, known.intent, known.route, START, data.total);
  else if (type === "resync") await catchUp(channel);
  else if (["intent.closed", "intent.withdrawn", "intent.removed"].includes(type)) intents.delete(intentId);
  else if (type === "offer.receipt" && known?.key === data.key) known.offer = data.offerId;
  if (["offer.receipt", "offer.rank"].includes(type) && known && known.offer === data.offerId && rank > 1)
    await offer(channel, known.intent, known.route, known.percent - STEP);
}
async function run() { // until the connection is lost
  const { host: hostname, port, vhost, user: username, password, tls, queue } = credential;
  const connection = await amqp.connect({ protocol: tls ? "amqps" : "amqp", hostname, port, vhost, username, password, heartbeat: 20 });
  const end = () => connection.close().catch(() => {});
  const lost = new Promise((resolve) => connection.on("error", () => {}).on("close", resolve));
  const channel = (await connection.createConfirmChannel()).on("error", () => {}).on("close", end);
  await channel.prefetch(1); // one after the other, acknowledged once it is dealt with
  console.log("connected");
  await catchUp(channel).catch(end);
  await channel.consume(queue, (message) => hear(channel, JSON.parse(message.content)).then(() => channel.ack(message)).catch(end));
  throw (await lost) ?? new Error("closed");
}
const again = (lost) => (console.log("lost:", lost.message), setTimeout(() => run().catch(again), 1000)); // what was not acknowledged comes again
run().catch(again);

// A simulated vendor: hears of intents, bids after its strategy, and answers when it is overtaken. It knows what any vendor knows, and no more.
const { chance, digitsOf, offerAt, portion, prices, scaled, strategies } = require("./offers.js");

/** In how many of ten intents a vendor takes part. */
const APPETITE = 4;

/** A sniper bids so long before the close. */
const SNIPE_MS = 8_000;
const TIMER_MAX_MS = 3_600_000;

/** How often a suspended vendor looks whether it was restored. */
const RESTORED_MS = 30_000;

const between = (low, high) => low + Math.random() * (high - low);

class Vendor {
  constructor({ id, name, strategy, number }, market) {
    Object.assign(this, { id, name, strategy, number, market });
    this.bids = new Map(); // by intent
  }

  /** A vendor that is suspended looks now and then whether it was restored; the others go on without it. */
  async run() {
    try {
      await this.market.call("PUT", "subscriptions/everything", {});
    } catch (refused) {
      if (refused.problem?.code !== "suspended") throw refused;
      console.log(`${this.name} is suspended`);
      setTimeout(() => this.run().catch((failed) => console.log(`${this.name}: ${failed.message}`)), RESTORED_MS);
      return;
    }
    const { next } = await this.market.get("notices?limit=1");
    await this.lookAround();
    void this.market.follow(next, (notice) => this.hear(notice), () => this.lookAround());
  }

  /** What is open already: it may have begun before this program did. */
  async lookAround() {
    for (let after = ""; after !== null; ) {
      const page = await this.market.get(`feed?limit=100${after}`);
      for (const { intent, own } of page.items) if (!own) this.consider(intent);
      after = page.next ? `&after=${encodeURIComponent(page.next)}` : null;
    }
  }

  hear({ type, intentId, data }) {
    const bid = this.bids.get(intentId);
    switch (type) {
      case "intent.opened": return this.consider(data);
      case "intent.amended": return this.forget(intentId), this.consider(data);
      case "intent.extended": return bid && this.strategy === "sniper" && ((bid.intent.closesAt = data.closesAt), this.later(bid, this.firstIn(bid.intent)));
      case "intent.closed": case "intent.withdrawn": case "intent.removed": case "intent.unawarded": return this.forget(intentId);
      case "offer.rank": return bid && data.offerId === bid.offerId && this.answer(bid, data);
    }
  }

  /** Every vendor decides for itself, and yet each intent has some of every strategy: by its number and a toss that is the intent's own. */
  consider(intent) {
    if (this.bids.has(intent.id) || (Math.floor(10 * chance(intent.id)) + this.number) % 10 >= APPETITE) return;
    const { first, floor } = prices(intent, this);
    const bid = { intent, asked: first, floor, revisions: 0, offerId: null, waits: false, timer: null };
    this.bids.set(intent.id, bid);
    this.later(bid, this.firstIn(intent));
  }

  /** Milliseconds until the first offer. */
  firstIn(intent) {
    const left = Date.parse(intent.closesAt) - Date.now();
    const patience = { fast: between(300, 1_200), "price cutter": between(800, 2_500), careful: between(1_500, 4_000), sniper: left - SNIPE_MS + between(0, 4_000) };
    return Math.max(100, Math.min(patience[this.strategy], left - 1_500));
  }

  later(bid, ms) {
    clearTimeout(bid.timer);
    bid.timer = ms > TIMER_MAX_MS
      ? setTimeout(() => this.later(bid, this.firstIn(bid.intent)), TIMER_MAX_MS)
      : setTimeout(() => this.offer(bid).catch((refused) => console.log(`${this.name} on ${bid.intent.id}: ${refused.message}`)), ms);
    bid.waits = true;
  }

  async offer(bid) {
    bid.waits = false;
    const body = { ...offerAt(bid.intent, this, bid.asked), agreesTo: bid.intent.termsHash, key: `bid-${Date.now().toString(36)}` };
    const path = `intents/${bid.intent.id}/offers`;
    if (this.strategy === "careful" && (await this.market.post(`${path}/preview`, body)).outcome === "refused") return;
    const receipt = await this.market.post(path, body);
    if (receipt.outcome === "refused") return console.log(`${this.name} on ${bid.intent.id}: refused ${JSON.stringify(receipt.reasons)}`);
    bid.offerId = receipt.offerId;
    this.answer(bid, receipt);
  }

  /** Overtaken: it asks less, as far as its costs and its patience reach. Where the visibility tells what would lead, it asks just that. */
  answer(bid, { rank, gap }) {
    if (!(rank > 1) || bid.waits || bid.asked <= bid.floor || bid.revisions >= strategies[this.strategy].revisions) return;
    const leading = gap && scaled(gap.total, digitsOf(bid.intent.currency));
    const step = portion(bid.asked, between(0.97, 0.99));
    const next = leading && leading >= bid.floor && leading < step ? leading : step;
    bid.asked = next > bid.floor ? next : bid.floor;
    bid.revisions++;
    this.later(bid, Math.min(between(800, 4_000), Math.max(100, Date.parse(bid.intent.closesAt) - Date.now() - 1_000)));
  }

  forget(intentId) {
    clearTimeout(this.bids.get(intentId)?.timer);
    this.bids.delete(intentId);
  }
}

module.exports = { Vendor };

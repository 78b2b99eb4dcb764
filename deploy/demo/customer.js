// A simulated customer: always has an intent open, and awards those that have closed to whoever ranks first.
const HOUR = 3_600_000;
const at = (ms) => new Date(Date.now() + ms).toISOString();
const line = (description, quantity = "1", attributes = undefined) => [{ id: "1", description, quantity, unit: "H87", attributes }];
const price = (most, best, weight = 70) => [{ criterion: "total", max: most }, { criterion: "total", weight, best, worst: most }];

/** What they ask for, in turn; each with the hours until its close. */
const wishes = [
  ["Electric bicycle for a hilly commute", "sports.cycling.e-bikes", "GB-SCT", 2, "1800.00", "1200.00", { range: 80 }],
  ["Six chairs for a dining table", "home.furniture.chairs", "GB", 3, "900.00", "500.00", null, "6"],
  ["Quiet washing machine, fitted", "appliances.laundry.washing-machines", "GB-SCT", 4, "650.00", "420.00", null],
  ["Laptop for a student", "electronics.computers.laptops", "GB", 1, "750.00", "480.00", { "memory-gb": 16 }],
  ["Tent for a family of five", "sports.camping", "GB-WLS", 5, "420.00", "240.00", { berths: 5 }],
  ["Espresso machine and a grinder", "appliances.coffee", "GB", 2, "520.00", "300.00", null],
];

function intentOf([title, category, region, hours, most, best, attributes, quantity]) {
  const [require, prefer] = price(most, best);
  return {
    title: `${title} (simulated customer)`,
    description: "Nobody waits for this: it was posted by the demonstration, and is awarded by it.",
    category: { scheme: "market", id: category }, currency: "GBP", region,
    lines: line(title, quantity, attributes ?? undefined),
    terms: {
      require: [require, { criterion: "deliverBy", max: at(14 * 24 * HOUR) },
        ...Object.entries(attributes ?? {}).map(([name, least]) => ({ criterion: `attributes.${name}`, min: least }))],
      prefer: [prefer, { criterion: "deliverBy", weight: 15, best: at(2 * 24 * HOUR), worst: at(14 * 24 * HOUR) },
        { criterion: "warrantyMonths", weight: 15, best: 24, worst: 0 }],
    },
    auction: { closesAt: at(hours * HOUR), visibility: "rank", earlyAward: true, softClose: { window: "PT2M", extension: "PT2M", maxExtensions: 5 } },
  };
}

class Customer {
  constructor(number, market) {
    Object.assign(this, { number, market, turn: number });
  }

  async tend() {
    for (const intent of (await this.market.get("intents?status=evaluating&limit=20")).items) {
      const { items } = await this.market.get(`intents/${intent.id}/offers?limit=1`);
      if (items.length > 0) await this.market.post(`intents/${intent.id}/award`, { offerId: items[0].offerId, contact: "A simulated customer: nobody answers." });
    }
    if ((await this.market.get("intents?status=open&limit=1")).items.length === 0) {
      await this.market.post("intents", intentOf(wishes[this.turn % wishes.length]), `demo-${this.number}-${Date.now()}`);
      this.turn += 4;
    }
  }
}

module.exports = { Customer };

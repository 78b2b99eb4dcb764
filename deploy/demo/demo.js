// The demonstration: 40 simulated vendors and a few simulated customers on a market that runs as one (deploy/run --demo), over its public surface.
//   MARKET_URL     addresses of the nodes, separated by commas
//   OPERATOR_KEY   opens their accounts; the market gives the same accounts again when this starts again
const { Customer } = require("./customer.js");
const { Market, pause } = require("./market.js");
const { strategies } = require("./offers.js");
const { Vendor } = require("./vendor.js");

const PLACES = ["Clyde", "Tay", "Forth", "Spey", "Tweed", "Tyne", "Mersey", "Severn", "Avon", "Thames"];
const TRADES = { "price cutter": "Bargains", fast: "Express", careful: "& Daughters", sniper: "Trading" };
const CUSTOMERS = 4;
const TEND_MS = 15_000;

const urls = process.env.MARKET_URL.split(",");
const operator = new Market(urls[0], process.env.OPERATOR_KEY);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));

async function account(number, body) {
  const made = await operator.post("accounts", body, `demonstration-1-${body.kind}-${number}`);
  return { id: made.id, market: new Market(urls[number % urls.length], made.key) };
}

async function openVendor(number) {
  const [strategy, trade] = Object.entries(TRADES)[number % 4];
  const name = `${PLACES[Math.floor(number / 4)]} ${trade} (simulated)`;
  const { id, market } = await account(number, { kind: "vendor", name, contact: "A simulated vendor: nobody answers." });
  await new Vendor({ id, name, strategy, number: Math.floor(number / 4) }, market).run();
}

async function openCustomer(number) {
  const { market } = await account(number, { kind: "customer", name: `Simulated customer ${number + 1}` });
  const customer = new Customer(number, market);
  for (;;) {
    await customer.tend().catch((refused) => console.log(`customer ${number + 1}: ${refused.message}`));
    await pause(TEND_MS);
  }
}

(async () => {
  const vendors = PLACES.length * Object.keys(strategies).length;
  await Promise.all(Array.from({ length: vendors }, (_, number) => openVendor(number)));
  console.log(`${vendors} simulated vendors are in the market`);
  for (let number = 0; number < CUSTOMERS; number++) void openCustomer(number);
})().catch((failed) => {
  console.error(failed.message);
  process.exit(1);
});

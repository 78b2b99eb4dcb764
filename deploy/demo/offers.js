// What a simulated vendor offers on an intent: pure, the same for the same vendor and intent. Money is counted in the currency's smallest unit.

/** A number from 0 (inclusive) to 1 that is always the same for the same words (FNV-1a). */
function chance(...words) {
  let hash = 0x811c9dc5;
  for (const char of words.join("/")) hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

// As ISO 4217 has them: what is usual (Intl) writes RSD, ALL and others without a fraction.
const odd = { BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4 };
const digitsOf = (currency) => odd[currency] ?? 2;

/** The scaled integer of a decimal string; null for what is none. */
function scaled(text, digits) {
  const parts = /^(-?\d+)(?:\.(\d+))?$/.exec(String(text ?? ""));
  return parts && (parts[2]?.length ?? 0) <= digits ? BigInt(parts[1] + (parts[2] ?? "").padEnd(digits, "0")) : null;
}

function decimal(units, digits) {
  const text = units.toString().padStart(digits + 1, "0");
  return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
}

const portion = (units, share) => (units * BigInt(Math.round(share * 1e6))) / 1_000_000n;
const min = (a, b) => (a < b ? a : b);
const max = (a, b) => (a > b ? a : b);
const atLeast = (value, low) => (low === undefined ? value : max(value, low));
const within = (value, low, high) => (high === undefined ? atLeast(value, low) : min(atLeast(value, low), high));
const rules = (list, criterion) => list.filter((rule) => rule.criterion === criterion);

/** The bounds that all requirements on a criterion set together. */
function bounds(intent, criterion, read = (x) => x) {
  const all = rules(intent.terms.require, criterion);
  const low = all.filter((r) => r.min !== undefined).map((r) => read(r.min)).reduce((a, b) => max(a, b), null);
  const high = all.filter((r) => r.max !== undefined).map((r) => read(r.max)).reduce((a, b) => (a === null ? b : min(a, b)), null);
  return [low === null ? undefined : low, high === null ? undefined : high];
}

/** What strategies differ in: the share of the budget that a vendor opens with, how fast it delivers after the close, what it gives besides. */
const strategies = {
  "price cutter": { opens: 0.93, days: 5, warranty: 6, returns: 14, generosity: 0, revisions: 14 },
  fast: { opens: 0.98, days: 1, warranty: 12, returns: 14, generosity: 0.4, revisions: 1 },
  careful: { opens: 0.96, days: 3, warranty: 24, returns: 30, generosity: 1, revisions: 2 },
  sniper: { opens: 0.9, days: 4, warranty: 12, returns: 14, generosity: 0.5, revisions: 6 },
};

/** The prices a vendor would ask: the first one, and the lowest that it lives on. */
function prices(intent, vendor) {
  const digits = digitsOf(intent.currency);
  const read = (money) => scaled(money, digits) ?? 0n;
  const [, required] = bounds(intent, "total", read);
  const wish = rules(intent.terms.prefer, "total")[0];
  // A customer who names no price gets one that is made up, the same of all vendors but for their own costs.
  const guess = BigInt(Math.round(20 + 380 * chance(intent.category.id, intent.title)) * Math.min(20, Math.max(1, Math.round(pieces(intent)))));
  const budget = required ?? (wish ? max(read(wish.worst), read(wish.best)) : guess * 10n ** BigInt(digits) * (digits === 0 ? 100n : 1n));
  const cost = portion(budget, 0.66 + 0.18 * chance(vendor.id, intent.id, "cost"));
  // What is cheaper than the customer's best earns nothing.
  const floor = wish ? max(cost, min(read(wish.best), budget)) : cost;
  const first = max(portion(budget, strategies[vendor.strategy].opens - 0.05 * chance(vendor.id, intent.id, "first")), floor);
  return { first: intent.auction.format === "open" ? first : max(portion(first, 0.92), floor), floor };
}

const pieces = (intent) => intent.lines.reduce((sum, line) => sum + Number(line.quantity), 0);

/** The offer at a price, without key and agreement. */
function offerAt(intent, vendor, total) {
  const strategy = strategies[vendor.strategy];
  const digits = digitsOf(intent.currency);
  const body = {
    total: decimal(total, digits),
    deliverBy: deliverBy(intent, strategy),
    warrantyMonths: count(intent, "warrantyMonths", strategy.warranty, strategy.generosity),
    returnDays: count(intent, "returnDays", strategy.returns, strategy.generosity),
    condition: condition(intent, strategy),
    note: `${vendor.name}: a ${vendor.strategy} vendor, simulated for this demonstration.`,
  };
  const certifications = held(intent, "certifications", strategy);
  if (certifications.length > 0) body.certifications = certifications;
  const attributes = attributesOf(intent, strategy);
  if (Object.keys(attributes).length > 0) body.attributes = attributes;
  return { ...body, ...(vendor.strategy === "careful" ? linesOf(intent, total, digits) : {}) };
}

function deliverBy(intent, { days }) {
  const [low, high] = bounds(intent, "deliverBy", Date.parse);
  const wish = rules(intent.terms.prefer, "deliverBy")[0];
  let at = Date.parse(intent.closesAt) + days * 86_400_000;
  if (wish) at = Date.parse(wish.best) < Date.parse(wish.worst) ? Math.max(at, Date.parse(wish.best)) : Date.parse(wish.best);
  return new Date(within(at, low, high)).toISOString();
}

function count(intent, criterion, usual, generosity) {
  const [low, high] = bounds(intent, criterion);
  const wish = rules(intent.terms.prefer, criterion)[0];
  return within(wish ? Math.round(wish.worst + (wish.best - wish.worst) * Math.max(0.5, generosity)) : usual, low, high);
}

function condition(intent, { generosity }) {
  const allowed = rules(intent.terms.require, "condition").reduce((left, rule) => left.filter((word) => rule.oneOf.includes(word)), ["new", "refurbished", "used"]);
  const points = rules(intent.terms.prefer, "condition")[0]?.points ?? {};
  const best = allowed.toSorted((a, b) => (points[b] ?? 0) - (points[a] ?? 0));
  return (generosity > 0 || allowed.length === 3 ? best[0] : allowed.at(-1)) ?? "new";
}

/** The set that meets every requirement on a criterion; a generous vendor also holds what earns most. */
function held(intent, criterion, { generosity }) {
  const set = new Set();
  for (const rule of rules(intent.terms.require, criterion)) {
    for (const member of rule.allOf ?? []) set.add(member);
    if (rule.anyOf && !rule.anyOf.some((member) => set.has(member))) set.add(rule.anyOf[0]);
  }
  const points = Object.entries(rules(intent.terms.prefer, criterion)[0]?.points ?? {}).toSorted((a, b) => b[1] - a[1]);
  if (points.length > 0 && (set.size > 0 || generosity >= 0.5)) set.add(points[0][0]);
  return [...set];
}

function attributesOf(intent, strategy) {
  const named = (list) => list.map((rule) => rule.criterion).filter((criterion) => criterion.startsWith("attributes."));
  const given = {};
  for (const [name, value] of intent.lines.flatMap((line) => Object.entries(line.attributes ?? {})).slice(0, 20)) given[name] = value;
  for (const criterion of new Set([...named(intent.terms.require), ...named(intent.terms.prefer)])) {
    const value = attribute(intent, criterion, strategy);
    if (value !== undefined) given[criterion.slice("attributes.".length)] = value;
  }
  return given;
}

function attribute(intent, criterion, strategy) {
  const required = rules(intent.terms.require, criterion);
  const wish = rules(intent.terms.prefer, criterion)[0];
  const equal = required.find((rule) => rule.equals !== undefined);
  if (equal) return equal.equals;
  if (required.some((rule) => rule.allOf || rule.anyOf)) return held(intent, criterion, strategy);
  const listed = required.filter((rule) => rule.oneOf);
  const ordered = Object.entries(wish?.points ?? {}).toSorted((a, b) => b[1] - a[1]).map(([value]) => value);
  if (listed.length > 0) {
    const allowed = listed.reduce((left, rule) => left.filter((value) => rule.oneOf.includes(value)), listed[0].oneOf);
    return ordered.find((value) => allowed.includes(value)) ?? allowed[0];
  }
  if (ordered.length > 0) return ordered[0];
  // Numbers are integers, or strings with a fraction: they are taken over as they stand.
  const [low, high] = [required.map((r) => r.min), required.map((r) => r.max)].map((all) => all.filter((x) => x !== undefined));
  const least = low.toSorted((a, b) => b - a)[0], most = high.toSorted((a, b) => a - b)[0];
  const wanted = wish && (strategy.generosity > 0 || (least ?? most) === undefined) ? wish.best : (least ?? most);
  if (least !== undefined && Number(wanted) < Number(least)) return least;
  return most !== undefined && Number(wanted) > Number(most) ? most : wanted;
}

/** Prices of the lines, rounded down; what is left to the total is the shipping. Nothing where a line's price would be below the smallest unit. */
function linesOf(intent, total, digits) {
  const share = portion(total, 0.95) / BigInt(intent.lines.length);
  const lines = intent.lines.map((line) => ({ line, quantity: scaled(line.quantity, 6) }));
  const priced = lines.map(({ line, quantity }) => ({ line, quantity, unit: (share * 1_000_000n) / quantity }));
  if (priced.some(({ unit }) => unit === 0n)) return {};
  const goods = priced.reduce((sum, { unit, quantity }) => sum + (unit * quantity + 500_000n) / 1_000_000n, 0n);
  return {
    lines: priced.map(({ line, unit }) => ({ line: line.id, unitPrice: decimal(unit, digits), quantity: line.quantity })),
    shipping: decimal(total - goods, digits),
  };
}

module.exports = { chance, digitsOf, offerAt, portion, prices, scaled, strategies };

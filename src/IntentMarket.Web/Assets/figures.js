// Writes times in the reader's zone and amounts in the reader's locale; the exact values stay in the title and the attributes.
import htmx from "htmx.org";

const serverNow = Number(document.body.dataset.now);
const started = performance.now();
/** The market's clock, whatever this machine's says. */
export const now = () => serverNow + performance.now() - started;

const when = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const whenExact = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const whenFar = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** How amounts are written, by currency and digits: to make such a format takes longer than to use it. */
const formats = new Map();

/** An amount (a decimal text) in a currency: with as many digits as it has, whatever is usual where the reader is. */
export function money(amount, currency) {
  const digits = (amount.split(".")[1] ?? "").length;
  const kind = `${currency} ${digits}`;
  if (!formats.has(kind)) formats.set(kind, formatOf(currency, digits));
  return formats.get(kind)?.format(amount) ?? `${amount} ${currency}`;
}

function formatOf(currency, digits) {
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
  } catch {
    return null;
  }
}

/** A time (Unix milliseconds). */
export function timeText(at) {
  return (Math.abs(at - now()) < 300 * 86400e3 ? when : whenFar).format(at);
}

function left(ms) {
  if (ms <= 0) return "closed";
  const s = Math.floor(ms / 1000), m = Math.floor(s / 60), h = Math.floor(m / 60), d = Math.floor(h / 24);
  if (d > 0) return `${d} d ${h % 24} h`;
  if (h > 0) return `${h} h ${m % 60} min`;
  return `${m}:${String(s % 60).padStart(2, "0")}`;
}

function ago(ms) {
  const s = Math.round(ms / 1000);
  if (Math.abs(s) < 60) return relative.format(-s, "second");
  if (Math.abs(s) < 3600) return relative.format(-Math.round(s / 60), "minute");
  if (Math.abs(s) < 86400) return relative.format(-Math.round(s / 3600), "hour");
  return relative.format(-Math.round(s / 86400), "day");
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function write(root) {
  for (const e of root.querySelectorAll("data.money")) set(e, money(e.value, e.dataset.currency));
  for (const e of root.querySelectorAll("time.when")) set(e, e.classList.contains("seconds") ? whenExact.format(Date.parse(e.dateTime)) : timeText(Date.parse(e.dateTime)));
  tick(root);
}

function tick(root) {
  for (const e of root.querySelectorAll("time.countdown")) {
    const ms = Date.parse(e.dateTime) - now();
    set(e, left(ms));
    e.classList.toggle("soon", ms > 0 && ms < 60e3);
  }
  for (const e of root.querySelectorAll("time.ago")) set(e, ago(now() - Date.parse(e.dateTime)));
}

write(document);
htmx.on("htmx:afterSwap", () => write(document));
setInterval(() => tick(document), 1000);

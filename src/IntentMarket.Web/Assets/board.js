// The board: cards glide to their new places, and the plot of the lead is drawn from its table.
import htmx from "htmx.org";
import { money, timeText } from "./figures.js";
import { refresh } from "./live.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Where each card was when it was last seen. */
let places = null;

htmx.on("htmx:beforeSwap", () => {
  places ??= new Map([...document.querySelectorAll("[data-flip]")].map((card) => [card.id, card.getBoundingClientRect().top]));
});

let led = document.getElementById("lead")?.dataset.led;

// What asks for the new layout does so when it is made anyway, in the next frame.
htmx.on("htmx:afterSwap", ({ detail: { target } }) => requestAnimationFrame(() => show(target)));

function show(swapped) {
  if (swapped.id === "leads") draw();
  // The lead's history is read from the whole auction: only when it has changed.
  const now = document.getElementById("lead")?.dataset.led;
  if (now !== led) refresh(document.getElementById("leads"));
  led = now;
  const before = places;
  places = null;
  if (!before || still.matches) return;
  for (const card of document.querySelectorAll("[data-flip]")) {
    const from = before.get(card.id);
    const moved = from === undefined ? null : from - card.getBoundingClientRect().top;
    if (moved === null) card.animate({ opacity: [0, 1] }, { duration: 300 });
    else if (moved !== 0) card.animate({ transform: [`translateY(${moved}px)`, "none"] }, { duration: 400, easing: "cubic-bezier(.2,.7,.2,1)" });
  }
}

/** Marks of a time axis as the reader writes them: as exact as the stretch of time is short. */
function timeMarks(seconds) {
  const format = new Intl.DateTimeFormat(undefined, seconds < 600 ? { timeStyle: "medium" } : seconds < 86400 ? { timeStyle: "short" } : { day: "numeric", month: "short", hour: "2-digit" });
  return (_, all) => all.map((at) => format.format(at * 1000));
}

/** The tokens' colours, as they are at present. */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

async function draw() {
  for (const table of document.querySelectorAll("table[data-plot]")) {
    const at = document.getElementById(table.dataset.plot);
    const rows = [...table.tBodies[0].rows].map((row) => row.dataset);
    const until = Math.max(Number(rows.at(-1).at), Math.min(Date.now(), Date.parse(table.dataset.until) || Infinity));
    const seconds = [...rows.map((row) => row.at / 1000), until / 1000];
    const series = (name) => {
      const values = rows.map((row) => (row[name] ? Number(row[name]) : null));
      return [...values, values.at(-1)];
    };
    const { default: Plot } = await import("./plot.js").catch(() => ({})); // without a connection there is the table
    if (!Plot) return;
    const stepped = Plot.paths.stepped({ align: 1 });
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
    const digits = (rows[0].total?.split(".")[1] ?? "").length;
    const price = (value) => money(value.toFixed(digits), table.dataset.currency);
    const plot = new Plot({
      width: at.clientWidth,
      height: 260,
      cursor: { y: false },
      scales: { points: { range: [0, 100] } },
      axes: [{ ...axis, space: 90, values: timeMarks(seconds.at(-1) - seconds[0]) }, { ...axis, size: 80, values: (_, all) => all.map(price) }, { ...axis, scale: "points", side: 1, grid: { show: false } }],
      series: [
        { label: "At", value: (_, at) => (at === null ? "" : timeText(at * 1000)) },
        { label: "Leading price", stroke: colour("--c2"), width: 2, paths: stepped, value: (_, v) => (v === null ? "" : price(v)) },
        { label: "Leading score", scale: "points", stroke: colour("--c1"), width: 2, dash: [6, 4], paths: stepped },
      ],
    }, [seconds, series("total"), series("score")]);
    at.replaceChildren(plot.root);
  }
}

draw();
let width = innerWidth;
addEventListener("resize", () => innerWidth !== width && ((width = innerWidth), draw()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

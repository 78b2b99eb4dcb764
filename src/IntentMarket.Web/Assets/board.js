// The board: cards glide to their new places, and the plot of the lead is drawn from its table.
import htmx from "htmx.org";
import { money } from "./figures.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
let places = new Map();

htmx.on("htmx:beforeSwap", (event) => {
  places = new Map([...event.detail.target.querySelectorAll("[data-flip]")].map((card) => [card.id, card.getBoundingClientRect().top]));
});

htmx.on("htmx:afterSwap", () => {
  draw();
  if (still.matches) return;
  for (const card of document.querySelectorAll("[data-flip]")) {
    const from = places.get(card.id);
    const moved = from === undefined ? null : from - card.getBoundingClientRect().top;
    if (moved === null) card.animate({ opacity: [0, 1] }, { duration: 300 });
    else if (moved !== 0) card.animate({ transform: [`translateY(${moved}px)`, "none"] }, { duration: 400, easing: "cubic-bezier(.2,.7,.2,1)" });
  }
  places = new Map();
});

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
    const { default: Plot } = await import("./plot.js");
    const stepped = Plot.paths.stepped({ align: 1 });
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
    const plot = new Plot({
      width: at.clientWidth,
      height: 260,
      cursor: { y: false },
      scales: { points: { range: [0, 100] } },
      axes: [axis, { ...axis, size: 80, values: (_, all) => all.map((v) => money(v, table.dataset.currency)) }, { ...axis, scale: "points", side: 1, grid: { show: false } }],
      series: [
        {},
        { label: "Leading price", stroke: colour("--c2"), width: 2, paths: stepped, value: (_, v) => (v === null ? "" : money(v, table.dataset.currency)) },
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

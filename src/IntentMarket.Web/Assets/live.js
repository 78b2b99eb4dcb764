// Follows the market: each notice is a "notice" event on the document, and makes the parts of the page that show its intent fetch
// themselves anew: <section data-follow="INTENT or *" data-notices="offer.received …" hx-get="…" hx-trigger="refresh">.
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import htmx from "htmx.org";

const role = document.body.dataset.live;
const said = document.getElementById("connection");
const retryMs = [0, 1000, 2000];
let cursor = document.body.dataset.cursor || null;

/** The parts that are being fetched, by id, and whether each was asked for again meanwhile. Not in the page: a swap would take it away. */
const fetching = new Map();

/** Fetches a part anew; while one fetch is on its way, one more is due after it, however many ask. What is folded away fetches itself when it is unfolded. */
export function refresh(part) {
  if (!part?.checkVisibility()) return;
  if (fetching.has(part.id)) {
    fetching.set(part.id, true);
    return;
  }
  fetching.set(part.id, false);
  htmx.trigger(part, "refresh");
}

htmx.on("htmx:afterRequest", ({ detail: { elt } }) => {
  const again = fetching.get(elt.id);
  fetching.delete(elt.id);
  if (again) refresh(document.getElementById(elt.id));
});

function tell(notice) {
  cursor = notice.cursor ?? cursor;
  document.dispatchEvent(new CustomEvent("notice", { detail: notice }));
  for (const part of document.querySelectorAll("[data-follow]")) {
    const { follow, notices } = part.dataset;
    if ((follow === "*" || follow === notice.intentId) && (!notices || notices.split(" ").includes(notice.type))) refresh(part);
  }
}

function say(text) {
  said.textContent = text;
  said.hidden = !text;
}

async function start() {
  const hub = new HubConnectionBuilder()
    .withUrl(`/hubs/market?as=${role}`)
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount: n }) => retryMs[Math.min(n, retryMs.length - 1)] })
    .configureLogging(LogLevel.None)
    .build();
  hub.on("Notice", tell);
  hub.on("BotMessage", (message) => document.dispatchEvent(new CustomEvent("botmessage", { detail: message })));
  // What it may have missed: the notices after the last one, and each part as it is now.
  const follow = async () => {
    const { problem } = await hub.invoke("Follow", cursor);
    if (problem) location.reload();
    if (document.querySelector("[data-console]")) await hub.invoke("WatchBots");
    say("");
  };
  hub.onreconnecting(() => say("The connection was lost. Connecting again…"));
  hub.onreconnected(async () => {
    await follow();
    document.querySelectorAll("[data-follow]").forEach(refresh);
  });
  for (let n = 0; ; n++) {
    try {
      await hub.start();
      return await follow();
    } catch {
      say("Live updates are not connected yet. Trying again…");
      await new Promise((resolve) => setTimeout(resolve, retryMs[Math.min(n + 1, retryMs.length - 1)]));
    }
  }
}

if (role) start();

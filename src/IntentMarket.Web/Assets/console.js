// The test console: a bot's messages as they pass, newest first.
const list = document.querySelector("[data-console]");
const shownMax = 200;

/** A body as it came, set out where it is JSON. */
function setOut(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body ?? "";
  }
}

document.addEventListener("botmessage", ({ detail: message }) => {
  if (!list || document.getElementById(`b-${message.id}`)) return;
  const item = document.getElementById("console-message").content.firstElementChild.cloneNode(true);
  const set = (name, text) => (item.querySelector(`[data-is=${name}]`).textContent = text);
  item.id = `b-${message.id}`;
  set("direction", message.direction === "in" ? "from your bot" : "to your bot");
  item.querySelector("[data-is=direction]").classList.add(message.direction === "in" ? "signal" : "good");
  set("type", message.type ?? "(no type)");
  set("size", message.size);
  set("properties", [message.messageId && `message_id ${message.messageId}`, message.correlationId && `correlation_id ${message.correlationId}`, message.route && `route ${message.route}`].filter(Boolean).join(" · "));
  set("body", setOut(message.body));
  const at = item.querySelector("time");
  at.dateTime = at.title = message.at;
  at.textContent = new Date(message.at).toLocaleTimeString();
  list.prepend(item);
  while (list.children.length > shownMax) list.lastElementChild.remove();
  document.getElementById("console-none").hidden = true;
});

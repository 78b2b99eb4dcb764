// Times are typed in the reader's zone and sent in UTC. Without this they are typed in UTC, as the hint beside them says.
import htmx from "htmx.org";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

htmx.onLoad((root) => {
  for (const input of root.querySelectorAll('input[data-zone="utc"]')) {
    input.dataset.zone = "local";
    if (input.value) {
      const at = new Date(`${input.value}Z`);
      input.dataset.was ??= at.toISOString();
      input.value = input.dataset.shown = new Date(at - at.getTimezoneOffset() * 60e3).toISOString().slice(0, 16);
    }
  }
  for (const said of root.querySelectorAll(".field .zone")) said.textContent = `(time in ${zone})`;
});

// Also where htmx reads a form. A time that was not touched is sent as it was: its minute comes twice where summer time ends, and may have seconds.
document.addEventListener("formdata", ({ target, formData }) => {
  for (const { name, value, dataset } of target.querySelectorAll('input[data-zone="local"]'))
    if (value) formData.set(name, value === dataset.shown ? dataset.was : new Date(value).toISOString());
});

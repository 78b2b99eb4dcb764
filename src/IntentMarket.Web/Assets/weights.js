// Weights as sliders that share their points: what one takes, the others give, each in proportion to what it has. Without this they are numbers.
import htmx from "htmx.org";

htmx.onLoad((root) => {
  for (const group of root.querySelectorAll("[data-weights]")) {
    const points = Number(group.dataset.weights);
    const sliders = [...group.querySelectorAll(":scope > .weight > input")];
    for (const slider of sliders) {
      slider.type = "range";
      slider.addEventListener("input", () => share(slider, sliders, points));
    }
    show(sliders);
  }
});

function share(moved, sliders, points) {
  const others = sliders.filter((s) => s !== moved);
  const left = points - moved.valueAsNumber;
  const sum = others.reduce((all, s) => all + s.valueAsNumber, 0);
  // Nobody else has any: the first one takes what is left.
  const exact = others.map((s, i) => (sum > 0 ? (s.valueAsNumber * left) / sum : i === 0 ? left : 0));
  const whole = exact.map(Math.floor);
  let rest = left - whole.reduce((all, n) => all + n, 0);
  const byRest = others.map((_, i) => i).sort((a, b) => exact[b] - whole[b] - (exact[a] - whole[a]) || a - b);
  for (const i of byRest) {
    if (rest-- <= 0) break;
    whole[i]++;
  }
  others.forEach((s, i) => (s.value = whole[i]));
  show(sliders);
}

function show(sliders) {
  for (const slider of sliders) slider.nextElementSibling.textContent = slider.value;
}

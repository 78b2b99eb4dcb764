// What every page runs: fragments that the server renders, live notices, times and amounts as the reader writes them.
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";
import "./figures.js";
import "./live.js";
import "./board.js";
import "./times.js";
import "./picks.js";
import "./passkeys.js";
import "./console.js";
import "./copy.js";
import "./weights.js";

const callbacks = {
  // What somebody has unfolded stays so, whatever comes anew from the server.
  beforeAttributeUpdated: (attribute, element) => !(attribute === "open" && element.tagName === "DETAILS"),
  // A time or an amount that is the same stays as the reader writes it; else each would be laid out twice.
  beforeNodeMorphed: (now, next) => !(now.matches?.("time, data") && now.title === next.title && now.className === next.className),
};

htmx.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph",
  handleSwap: (style, target, fragment) => style === "morph" && Idiomorph.morph(target, fragment.children, { morphStyle: "outerHTML", ignoreActiveValue: true, callbacks }),
});

// Loaded where something is plotted.
export { default } from "uplot";

// Bundles the scripts and the style sheet into a folder, and writes the most used passwords that are long enough into a file: node build.mjs FOLDER FILE
import { dictionary } from "@zxcvbn-ts/language-common";
import { build } from "esbuild";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2]);
rmSync(folder, { recursive: true, force: true });
await build({
  entryPoints: ["site.js", "site.css"],
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  chunkNames: "[name]-[hash]",
  // What SignalR's client uses in Node alone.
  external: ["ws", "eventsource", "node-fetch", "fetch-cookie", "tough-cookie", "abort-controller"],
});
copyFileSync("icon.svg", join(folder, "icon.svg"));
writeFileSync(resolve(process.argv[3]), [...dictionary["passwords-common"]].filter((password) => password.length >= 10).join("\n") + "\n");

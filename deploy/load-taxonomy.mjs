// load-taxonomy.mjs URL FILE: gives the names of CPV's categories to a market that runs, with the operator's key from $Operator__Key.
import { readFileSync } from "node:fs";

const [url, file] = process.argv.slice(2);

function fail(text) {
  console.error(text);
  process.exit(1);
}

let response, answer;
try {
  response = await fetch(`${url}/api/v1/taxonomy/CPV`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${process.env.Operator__Key}`, "Content-Type": "application/json" },
    body: readFileSync(file),
  });
  answer = await response.json();
} catch (e) {
  fail(`no market answers at ${url} (${e.cause?.code ?? e.message}): start it with deploy/run, then try again`);
}
if (!response.ok) {
  console.error(`nothing was loaded: ${answer.detail}`);
  for (const { at, detail } of answer.errors ?? []) console.error(`  ${at || file}: ${detail}`);
  process.exit(1);
}
console.log(`loaded the names of ${answer.categories} categories of ${answer.scheme}, version ${answer.version}`);

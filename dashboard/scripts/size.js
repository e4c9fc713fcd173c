// Prints what a first visit of each view downloads, and fails when one outgrows the budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = { js: 40, css: 10 };
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const page = readFileSync(new URL("index.html", dist), "utf8");
const entry = Object.keys(manifest).find((key) => page.includes(`src="./${manifest[key].file}"`));

/** Every file that a chunk needs before it runs. */
function needed(key, found = new Set()) {
  const chunk = manifest[key];
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const sheet of chunk.css ?? []) found.add(sheet);
  for (const part of chunk.imports ?? []) needed(part, found);
  return found;
}

function kilobytes(files, kind) {
  const sizes = [...files]
    .filter((file) => file.endsWith(`.${kind}`))
    .map((file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

for (const key of [entry, ...(manifest[entry].dynamicImports ?? [])]) {
  const files = needed(key, needed(entry));
  const [js, css] = [kilobytes(files, "js"), kilobytes(files, "css")];
  const name = key === entry ? "start page" : key.replace(/^src\/pages\/|\.tsx$/g, "");
  console.log(
    `${name.padEnd(20)} JS ${js.toFixed(1)} of ${BUDGET_KB.js} kB gz, CSS ${css.toFixed(1)} of ${BUDGET_KB.css}`,
  );
  if (js > BUDGET_KB.js || css > BUDGET_KB.css) process.exitCode = 1;
}

// Prints what a first visit downloads, and fails when it outgrows the budget.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = { js: 40, css: 10 };
const assets = new URL("../dist/assets/", import.meta.url);

const sizes = { js: 0, css: 0 };
for (const name of readdirSync(assets)) {
  const kind = name.split(".").at(-1);
  if (kind in sizes)
    sizes[kind] += gzipSync(readFileSync(new URL(name, assets)), { level: 9 }).length;
}
for (const [kind, bytes] of Object.entries(sizes)) {
  const kb = bytes / 1000;
  console.log(
    `${kind.toUpperCase().padEnd(4)}${kb.toFixed(1).padStart(6)} kB gz of ${BUDGET_KB[kind]}`,
  );
  if (kb > BUDGET_KB[kind]) process.exitCode = 1;
}

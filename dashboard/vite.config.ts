import { defineConfig } from "vitest/config";

const CORE =
  /src\/((main|app|charts\/tally)\.|(api|components|state|pages\/shell)\/|pages\/detail\/lazy\.|pages\/experiments\/(first-steps|query|selection|use-listing)\.|format\/(ids|metrics|money|text|time|words)\.)|node_modules\/(@?preact|openapi-fetch)|vite\/preload/;
const CHARTS =
  /src\/charts\/(figure|plain-table|day-frame|scale|plane|shapes|pareto|rate-|sparkline)/;
const AT_ONCE = ["/api/session", "/api/version"];

export default defineConfig({
  // Relative, so that the same build serves from any prefix.
  base: "./",
  build: {
    // Browsers of spring 2024 on: they know light-dark() and popovers as they are.
    target: ["chrome125", "firefox125", "safari17.5"],
    assetsInlineLimit: 0, // the content security policy allows no inline anything
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true, // scripts/size.js tells from it what each view downloads
    rolldownOptions: {
      output: {
        // What all pages share comes as one file: a first view is a few requests, not one a module.
        codeSplitting: {
          groups: [
            { name: "core", test: CORE },
            { name: "charts", test: CHARTS },
          ],
        },
      },
    },
  },
  plugins: [
    {
      name: "theme-before-paint",
      // Rendering waits for the script, so that a chosen theme never flashes. Vite drops the
      // attribute when it is written in index.html.
      transformIndexHtml: {
        order: "post",
        handler: (html) => html.replace('<script type="module"', '$& blocking="render"'),
      },
    },
    {
      name: "ask-at-once",
      // What every view waits for is asked for while the code is still on its way.
      transformIndexHtml: {
        order: "post",
        handler: () =>
          AT_ONCE.map((href) => ({
            tag: "link",
            attrs: { rel: "preload", as: "fetch", href, crossorigin: "anonymous" },
            injectTo: "head",
          })),
      },
    },
  ],
  test: { include: ["test/**/*.test.ts"] },
});

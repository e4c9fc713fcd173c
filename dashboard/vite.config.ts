import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative, so that the same build serves from any prefix.
  base: "./",
  build: {
    assetsInlineLimit: 0, // the content security policy allows no inline anything
    modulePreload: false,
    reportCompressedSize: false,
    manifest: true, // scripts/size.js tells from it what each view downloads
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
  ],
  test: { include: ["test/**/*.test.ts"] },
});

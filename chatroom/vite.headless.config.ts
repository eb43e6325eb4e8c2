import { defineConfig } from "vite";

/** The client without a page, for Node: see src/testing/headless.ts. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: "src/testing/headless.ts",
    outDir: "build",
    target: "node20",
    rolldownOptions: { output: { entryFileNames: "headless.js" } },
  },
});

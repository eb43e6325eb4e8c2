import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SIZE_LIMIT_BYTES = 40_000;

/** Fails the build when the script that every visitor downloads grows past the limit. */
function sizeLimit(limit: number): Plugin {
  return {
    name: "size-limit",
    apply: "build",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk") continue;
        const size = gzipSync(file.code, { level: 9 }).length;
        if (size > limit) this.error(`${file.fileName} is ${size} bytes gzipped, the limit is ${limit}`);
      }
    },
  };
}

export default defineConfig({
  plugins: [sizeLimit(SIZE_LIMIT_BYTES)],
  build: {
    // One classic script: a page opened from the file system cannot load modules.
    lib: { entry: "src/main.ts", formats: ["iife"], name: "ChatRoomBundle", fileName: () => "chatroom.js" },
    // terser makes it some 500 bytes smaller than the bundled minifier, and the size limit is near.
    minify: "terser",
    terserOptions: { ecma: 2020, compress: { passes: 3, pure_getters: true }, format: { comments: false } },
    // The styles are written for these browsers already and need no rewriting for older ones.
    target: "es2022",
    cssTarget: "esnext",
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});

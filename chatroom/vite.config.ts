import { gzipSync } from "node:zlib";
import { type MinifyOptions, minify } from "terser";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SIZE_LIMIT_BYTES = 40_000;

const SQUEEZE: MinifyOptions = { ecma: 2020, toplevel: true, mangle: true, compress: { passes: 3, pure_getters: true } };

/** Minifies the finished script once more (some 400 bytes gzipped) and fails the build when it is over the limit. */
function sizeLimit(limit: number): Plugin {
  return {
    name: "size-limit",
    apply: "build",
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk") continue;
        file.code = (await minify(file.code, SQUEEZE)).code ?? file.code;
        const size = gzipSync(file.code).length;
        if (size > limit) this.error(`${file.fileName} is ${size} bytes gzipped, the limit is ${limit}`);
      }
    },
  };
}

/**
 * Marked hangs all that it can do onto one function, which keeps all of it in the bundle (some 1,600 bytes gzipped).
 * The page uses two of its classes. They need none of the statements that do so, nor the instance behind the function.
 */
function looseMarked(): Plugin {
  return {
    name: "loose-marked",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/marked.esm.js")) return null;
      const kept = this.parse(code).body.filter((statement) => statement.type !== "ExpressionStatement");
      const statements = kept.map(({ start, end }) => code.slice(start, end));
      return { code: statements.join("\n").replace(/^(var \w+=)new /gm, "$1/* @__PURE__ */ new "), map: null };
    },
  };
}

export default defineConfig({
  plugins: [looseMarked(), sizeLimit(SIZE_LIMIT_BYTES)],
  build: {
    // One classic script: a page opened from the file system cannot load modules.
    lib: { entry: "src/main.ts", formats: ["iife"], name: "ChatRoomBundle", fileName: () => "chatroom.js" },
    minify: true,
    // As `pure_getters` above: no value that is read here changes anything by being read.
    rolldownOptions: { treeshake: { propertyReadSideEffects: false } },
    // The styles are written for these browsers already and need no rewriting for older ones.
    target: "es2022",
    cssTarget: "esnext",
  },
  // What the code under test logs is printed only for tests that fail.
  test: { environment: "node", include: ["src/**/*.test.ts"], silent: "passed-only", testTimeout: 30_000 },
});

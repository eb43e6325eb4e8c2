import { gzipSync } from "node:zlib";
import { type MinifyOptions, minify } from "terser";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { looseMarked } from "./tools/looseMarked.ts";

const SIZE_LIMIT_BYTES = 40_000;

/** Marked builds regular expressions by chains of calls that end like this: those that nobody needs can go. */
const needsCall = ({ expression }: { readonly expression: { readonly property?: unknown } }): boolean =>
  expression.property !== "getRegex";

/**
 * Names of properties that are used inside the script alone: in no record, option, request or DOM object, and by no text.
 * They may become short ones.
 */
const INSIDE = [
  // marked's
  ..."tokenizer inlineQueue inRawBlock linkEmitted linkParenPossible inlineTokens blockTokens lastToken maskedSrc".split(" "),
  ..."infiniteLoopError lastPossibleEmStrongCloserIndex lastPossibleDelCloserIndex emStrong linkInText".split(" "),
  // the view's
  ..."surroundings isBehind isRetried isExplained isRevealing isFollowing fromEnd goToEnd focused".split(" "),
  ..."onRetry onLeave onPress onDraft onConfirm leaveFor askFor scrolled current strength isBusy".split(" "),
  ..."opensBeside composerLabel composerHint startOverQuestion startedOver noHosts tryingAgain sentWhenOnline".split(" "),
  ..."talkInstead nowTalkingTo userSaid hostSaid choices notDelivered".split(" "),
  // the courier's and the store's
  ..."isWanted isFresh isStreaming timeouts streamed onDelay backoffMs messageMs takeOverMs probeMs exclusively".split(" "),
  ..."targetId ticketId putIfRoom dropOldest moveDraft putAway deliveries".split(" "),
];

const SQUEEZE: MinifyOptions = {
  ecma: 2020,
  toplevel: true,
  mangle: { properties: { regex: new RegExp(`^(${INSIDE.join("|")})$`) } },
  // terser takes a function here, which its types do not know
  compress: { passes: 5, pure_getters: true, unsafe_arrows: true, unsafe_methods: true, pure_funcs: needsCall as unknown as string[] },
};

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

export default defineConfig({
  resolve: { alias: { "preact/jsx-runtime": new URL("src/view/jsx.ts", import.meta.url).pathname } },
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

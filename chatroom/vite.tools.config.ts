import { defineConfig } from "vite";

/** The second script, for demo, debug view and speech: beside the first one, which loads it when it is wanted. */
export default defineConfig({
  publicDir: false,
  build: {
    emptyOutDir: false,
    lib: { entry: "src/toolsMain.ts", formats: ["iife"], name: "ChatRoomTools", fileName: () => "chatroom_tools.js" },
    target: "es2022",
    cssTarget: "esnext",
  },
});

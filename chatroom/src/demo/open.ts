import type { Demo } from "../tools";
import { type DemoProblem, fetchScript } from "./fetch";
import { demoPlayer } from "./player";
import { runDemo } from "./run";
import type { DemoScript } from "./script";

/** A demo, and what its script has of a config: hosts and first holder. They take the place of the page's. */
export type ScriptedDemo = Demo & Pick<DemoScript, "config">;

/** The demo at this address, or a sentence that says why there is none. Never rejects. */
export async function openDemo(
  url: string,
  words: { readonly noDemo: Readonly<Record<DemoProblem, string>> },
): Promise<ScriptedDemo | string> {
  const script = await fetchScript(url);
  if (typeof script === "string") return words.noDemo[script];
  const player = demoPlayer(script);
  return { config: script.config, send: player.send, play: (store, type) => runDemo(player, store, type), stop: player.stop };
}

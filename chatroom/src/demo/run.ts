import type { Store } from "../state/store";
import type { DemoPlayer } from "./player";
import { stageOf } from "./stage";

/**
 * Plays in this room; `type` shows a text in its composer. The page's `<html data-demo>` says how far it is, for whoever
 * takes pictures: "playing", "ended", "broken". Never rejects.
 */
export async function runDemo(player: DemoPlayer, store: Store, type: (text: string) => void): Promise<void> {
  const { dataset } = document.documentElement;
  dataset["demo"] = "playing";
  try {
    await player.play(stageOf(store, type));
    dataset["demo"] = "ended";
  } catch (cause) {
    console.error("The demo cannot go on:", cause);
    dataset["demo"] = "broken";
  }
}

import type { ChatState } from "../state/model";
import type { Store } from "../state/store";
import type { Stage } from "./player";

/** The open button with this title, the latest if there are several. */
function openButton({ timeline }: ChatState, title: string): { readonly key: number; readonly index: number } | null {
  for (const item of [...timeline].reverse()) {
    if (item.kind !== "buttons" || !item.open) continue;
    const index = item.buttons.findIndex((button) => button.title === title);
    if (index >= 0) return { key: item.key, index };
  }
  return null;
}

/** The stage that a room is. `type` shows a text in its composer. */
export function stageOf(store: Store, type: (text: string) => void): Stage {
  return {
    type,
    say: (text) => {
      type("");
      void store.dispatch({ type: "user_said", text });
    },
    press: (title) => {
      const button = openButton(store.state(), title);
      if (button !== null) void store.dispatch({ type: "button_pressed", ...button });
      return button !== null;
    },
    settled: () =>
      new Promise((resolve) => {
        const look = () => {
          if (store.state().pending !== null) return;
          stop();
          resolve();
        };
        const stop = store.subscribe(look);
        look();
      }),
  };
}

import { render } from "preact";
import type { ChatConfig } from "./config";
import { newId } from "./protocol/ids";
import { DEFAULT_TIMEOUTS, startCourier } from "./state/courier";
import { type ChatState, initialState } from "./state/model";
import { askForNotices } from "./state/notices";
import { createStore } from "./state/store";
import { followOtherRooms, placeOf, sendWhileOpen } from "./tabs";
import { noticesByRest } from "./transport/rest";
import { ChatRoom } from "./view/ChatRoom";
import type { Actions } from "./view/actions";
import { addWidgetStyles } from "./view/styles";
import { WORDS } from "./view/words";

/** Puts a chat room into the container and starts it. `onChange` hears every new state. */
export function openRoom(config: ChatConfig, container: Element, onChange: (state: ChatState) => void): void {
  const { hosts, start } = config;
  const welcome = config.welcome ?? WORDS.welcome;
  const beginning = initialState({ hosts, start, conversationId: newId(), welcome });
  const { place, inTurn } = placeOf(start);
  const store = createStore(beginning, newId, place);
  const actions: Actions = {
    say: (text) => store.dispatch({ type: "user_said", text }),
    press: (key, index) => store.dispatch({ type: "button_pressed", key, index }),
    retry: () => store.dispatch({ type: "retried" }),
    startOver: () => store.dispatch({ type: "started_over" }),
  };
  const draw = () => {
    render(<ChatRoom state={store.state()} actions={actions} />, container);
    onChange(store.state());
  };
  // A page that nobody looks at, or that has taken the room away, shows nothing to anybody.
  const ask = () => {
    if (!document.hidden && container.isConnected) void askForNotices(store, noticesByRest);
  };
  addWidgetStyles();
  container.replaceChildren();
  startCourier(store, sendWhileOpen(store), DEFAULT_TIMEOUTS, inTurn);
  store.subscribe(draw);
  draw();
  followOtherRooms(store, place.key);
  setInterval(ask, config.noticeSeconds * 1_000);
  document.addEventListener("visibilitychange", ask);
}

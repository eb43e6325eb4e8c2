import { readConfig } from "./config";
import { ChatRoomElement, pageConfig } from "./element";
import { type ChatState, hostOf } from "./state/model";
import { addPageStyles } from "./view/styles";
import { languageFor } from "./words";

function nameThePage(state: ChatState): void {
  document.title = hostOf(state, state.holderId).title;
}

/** Keeps the field for a message above an on-screen keyboard, where the browser does not do so itself. */
function followKeyboard(): void {
  const { visualViewport } = window;
  visualViewport?.addEventListener("resize", () => {
    const { height, scale } = visualViewport;
    // Somebody who zooms in wants to see less of the page, and not a smaller one.
    if (scale === 1) document.documentElement.style.setProperty("--visible", `${height}px`);
  });
}

/** Fills the page that has nothing but a chat: chatroom_handoff.html, with `?host=` and `?lang=` if wished. */
export function startPage(): void {
  const container = document.getElementById("chatroom");
  if (container === null) return;
  addPageStyles();
  followKeyboard();
  const wishes = new URLSearchParams(location.search);
  const lang = languageFor(wishes.get("lang") ?? document.documentElement.lang);
  document.documentElement.lang = lang;
  const start = readConfig(pageConfig(), wishes.get("host"))?.start;
  const element = new ChatRoomElement();
  const debug = wishes.has("debug");
  // A script from elsewhere would put words into the mouths of our hosts.
  const demo = wishes.has("demo") ? "demo.json" : null;
  element.options = { lang, debug, demo, ...(start !== undefined && { start }) };
  element.onChange = nameThePage;
  container.replaceChildren(element);
  element.openChat();
}

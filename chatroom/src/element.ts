import { h, render } from "preact";
import { type ChatConfig, readConfig } from "./config";
import { type Room, startRoom } from "./room";
import type { ChatState } from "./state/model";
import { widgetStyles } from "./view/styles";
import { type Extras, loadTools, needsTools } from "./tools";
import { languageFor, wordsIn } from "./words";

/** What config.js beside the page says, if there is one: the list of hosts that may hold a conversation. */
export function pageConfig(): object {
  return typeof window.CHATROOM_CONFIG === "object" && window.CHATROOM_CONFIG !== null ? window.CHATROOM_CONFIG : {};
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The options that an attribute can give, in kebab case: as a text, or by being there. */
const TEXTS = [
  "host",
  "hosts",
  "title",
  "start",
  "lang",
  "welcomeMessage",
  "startMessage",
  "handoffIntent",
  "speechRecognition",
  "voiceLang",
  "waitingTimeout",
  "demo",
];
const FLAGS = ["floating", "debug"];

const kebab = (option: string): string => option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * `<chat-room host="http://localhost:5006" title="Bank"></chat-room>`: a room where the element stands. Its attributes
 * are the options of `ChatConfig` in kebab case; `hosts` is JSON, `floating` is there or not. What they do not say is
 * taken from config.js. They are read when the element is put on the page.
 */
export class ChatRoomElement extends HTMLElement {
  /** Options that overrule the attributes. Set them before the element is put on the page. */
  options: object = {};
  /** Hears every new state of the conversation. */
  onChange: (state: ChatState) => void = () => {};
  #room: Room | null = null;
  /** Whether the room was asked to open, maybe before it was there. */
  #isWanted = false;

  connectedCallback(): void {
    const config = readConfig({ ...pageConfig(), ...this.#readAttributes(), ...this.options });
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [widgetStyles()];
    if (config === null) return this.#explain(root, wordsIn(this.lang || document.documentElement.lang).noHosts);
    const spoken = { ...config, lang: languageFor(config.lang ?? document.documentElement.lang) };
    if (needsTools(spoken)) void this.#startWithTools(spoken, root);
    else this.#start(spoken, root);
  }

  #start(config: ChatConfig, root: ShadowRoot, extras?: Extras): void {
    this.toggleAttribute("floating", config.floating);
    this.#room = startRoom(config, root, this.onChange, extras);
    if (this.#isWanted) this.#room.open();
    this.#isWanted = false;
  }

  disconnectedCallback(): void {
    this.#room?.remove();
    this.#room = null;
  }

  /** Shows the room, if it is out of sight, and puts the cursor into the field for a message. */
  openChat(): void {
    this.#isWanted = this.#room === null;
    this.#room?.open();
  }

  async #startWithTools(config: ChatConfig, root: ShadowRoot): Promise<void> {
    const prepared = await loadTools().then(
      (tools) => tools.extras(config),
      (cause: unknown) => {
        console.warn("chatroom_tools.js could not be loaded:", cause);
        return config.demo === null ? { config, extras: {} } : wordsIn(config.lang ?? "").problem({ kind: "invalid" }, "chatroom_tools.js");
      },
    );
    if (!this.isConnected || this.#room !== null) return;
    if (typeof prepared === "string") this.#explain(root, prepared);
    else this.#start(prepared.config, root, prepared.extras);
  }

  #explain(root: ShadowRoot, words: string): void {
    console.error("chat-room:", words, this);
    render(h("div", { role: "alert" }, h("h1", { class: "no-room" }, words)), root);
  }

  #readAttributes(): object {
    const options: Record<string, unknown> = {};
    for (const option of TEXTS) {
      const text = this.getAttribute(kebab(option));
      if (text !== null) options[option] = option === "hosts" ? jsonOrNothing(text) : text;
    }
    for (const flag of FLAGS) if (this.hasAttribute(flag)) options[flag] = true;
    return options;
  }
}

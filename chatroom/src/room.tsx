import { createRef, render } from "preact";
import type { ChatConfig } from "./config";
import { type Ground, playground, realGround, startConversation } from "./conversation";
import { type Drafting, drafting } from "./drafting";
import { type Launch, launch } from "./launch";
import { type ChatState, hostOf } from "./state/model";
import { askForNotices } from "./state/notices";
import type { Store } from "./state/store";
import { wayBack } from "./state/wayBack";
import type { Extras, Speech } from "./tools";
import { ChatRoom } from "./view/ChatRoom";
import { Floating } from "./view/Floating";
import type { Actions } from "./view/actions";
import { toneStyle } from "./view/looks";
import { sheetOf } from "./view/styles";
import type { Slots, Surroundings } from "./view/surroundings";
import { wordsIn } from "./words";

/** A room that is on a page. */
export interface Room {
  /** Shows the room, if it floats and is closed, and puts the cursor into the field for a message. */
  readonly open: () => void;
  /** Takes the room off the page, and stops all that it does. */
  readonly remove: () => void;
}

function actionsOf(store: Store, draft: Drafting, onSaid: () => void): Actions {
  return {
    say: (text) => {
      onSaid();
      draft.clear();
      void store.dispatch({ type: "user_said", text });
    },
    press: (key, index) => void store.dispatch({ type: "button_pressed", key, index }),
    retry: () => void store.dispatch({ type: "retried" }),
    startOver: () => {
      draft.write("");
      void store.dispatch({ type: "started_over" });
    },
    askFor: (hostId, shown) => void store.dispatch({ type: "host_asked_for", hostId, shown }),
    leaveFor: (hostId) => void store.dispatch({ type: "holder_left", hostId }),
    draft: draft.write,
  };
}

/** Asks for notices in this rhythm, while somebody sees the page: those in a closed room are counted on its button. */
function watchNotices(store: Store, { transport }: Ground, seconds: number, signal: AbortSignal): void {
  const ask = () => {
    if (!document.hidden) void askForNotices(store, transport.notices);
  };
  const asking = setInterval(ask, seconds * 1_000);
  document.addEventListener("visibilitychange", ask, { signal });
  signal.addEventListener("abort", () => clearInterval(asking), { once: true });
}

class RunningRoom implements Room {
  readonly #closing = new AbortController();
  readonly #box = document.createElement("div");
  readonly #launcher = createRef<HTMLButtonElement>();
  readonly #surroundings: Surroundings;
  readonly #ground: Ground;
  readonly #store: Store;
  readonly #launched: Launch;
  readonly #draft: Drafting;
  readonly #actions: Actions;
  readonly #speech: Speech | null;
  #greeted: string | null = null;

  constructor(
    private readonly config: ChatConfig,
    private readonly onChange: (state: ChatState) => void,
    private readonly extras: Extras,
  ) {
    const { signal } = this.#closing;
    const words = wordsIn(config.lang ?? "");
    this.#ground = groundOf(config, extras);
    this.#store = startConversation(config, config.welcome ?? words.welcome, this.#ground, signal);
    const { key, shelf } = this.#ground.place;
    this.#speech = extras.speech?.(shelf, `${key}:aloud`) ?? null;
    this.#launched = launch(`${key}:launcher`, config.floating, this.#store.state, () => this.#show());
    this.#surroundings = { words, looks: config.looks, slots: this.#slots() };
    this.#draft = drafting(this.#ground.place, this.#store.state, () => this.#draw(), signal);
    this.#actions = actionsOf(this.#store, this.#draft, () => this.#speech?.said());
  }

  /** Puts the room into the shadow root. */
  start(root: ShadowRoot): void {
    const { config, extras } = this;
    const { signal } = this.#closing;
    this.#box.className = "room";
    root.replaceChildren(this.#box);
    signal.addEventListener("abort", this.#store.subscribe(() => this.#show()), { once: true });
    this.#show();
    watchNotices(this.#store, this.#ground, config.noticeSeconds, signal);
    if (this.#speech !== null) root.adoptedStyleSheets.push(sheetOf(this.#speech.styles));
    extras.debug?.show(root);
    void extras.demo?.play(this.#store, this.#draft.write);
  }

  readonly open = (): void => {
    this.#launched.open();
    this.#box.querySelector("textarea")?.focus();
  };

  readonly remove = (): void => {
    this.#closing.abort();
    this.extras.demo?.stop();
    this.#speech?.stop();
    render(null, this.#box);
  };

  readonly #close = (): void => {
    this.#speech?.said();
    this.#launched.close();
    this.#launcher.current?.focus();
  };

  #show(): void {
    this.#draw();
    this.#greet();
  }

  /** What the page wants to be said first in each conversation is said when somebody can see it. */
  #greet(): void {
    const { startMessage } = this.config;
    const { conversationId } = this.#store.state();
    if (startMessage === "" || this.#greeted === conversationId || !this.#launched.isOpen()) return;
    this.#greeted = conversationId;
    void this.#store.dispatch({ type: "room_opened", startMessage });
  }

  #draw(): void {
    if (this.#closing.signal.aborted) return;
    const state = this.#store.state();
    render(this.config.floating ? this.#floating(state) : this.#room(state), this.#box);
    this.#speech?.follow(state);
    try {
      this.onChange(state);
    } catch (cause) {
      console.error("onChange failed:", cause); // what the user does goes on
    }
  }

  /** What the second script puts into the room. */
  #slots(): Slots {
    const { putMicrophone, putSwitch } = this.#speech ?? {};
    const { text, write } = { text: () => this.#draft.text(), write: (words: string) => this.#draft.write(words) };
    return {
      ...(putSwitch && { header: (slot: HTMLElement | null) => slot && putSwitch(slot) }),
      ...(putMicrophone && { composer: (slot: HTMLElement | null) => slot && putMicrophone(slot, { text, write }) }),
    };
  }

  #room(state: ChatState) {
    return (
      <ChatRoom
        state={state}
        draft={this.#draft.text()}
        back={wayBack(state)}
        actions={this.#actions}
        surroundings={this.#surroundings}
        onClose={this.config.floating ? this.#close : null}
      />
    );
  }

  #floating(state: ChatState) {
    const { hosts, looks } = this.config;
    return (
      <Floating
        launcher={this.#launcher}
        surroundings={this.#surroundings}
        isOpen={this.#launched.isOpen()}
        title={hostOf(state, state.holderId).title}
        tone={toneStyle(hosts, looks, state.holderId)}
        unread={this.#launched.unread()}
        onOpen={this.open}
        onClose={this.#close}
      >
        {this.#launched.isOpen() && this.#room(state)}
      </Floating>
    );
  }
}

function groundOf(config: ChatConfig, { demo, debug }: Extras): Ground {
  const ground = demo === undefined ? realGround(config) : playground(demo.send);
  return debug === undefined ? ground : { ...ground, transport: debug.watch(ground.transport) };
}

/**
 * Puts a chat room into the shadow root and starts it. `onChange` hears every new state; `extras` are what the second
 * script brings to it, if it was asked for.
 */
export function startRoom(
  config: ChatConfig,
  root: ShadowRoot,
  onChange: (state: ChatState) => void = () => {},
  extras: Extras = {},
): Room {
  const room = new RunningRoom(config, onChange, extras);
  room.start(root);
  return room;
}

import type { ChatConfig } from "./config";
import type { ChatState } from "./state/model";
import type { Store } from "./state/store";
import type { Shelf } from "./storage/shelf";
import type { Transport } from "./transport/rest";
import type { Send } from "./transport/result";

/** A conversation that plays itself. */
export interface Demo {
  readonly send: Send;
  /** Plays it in this room; `type` shows a text in its composer. Never rejects. */
  readonly play: (store: Store, type: (text: string) => void) => Promise<void>;
  readonly stop: () => void;
}

/** A look at what the room asks of hosts. */
export interface Debugging {
  /** The same transport, whose messages are noted. */
  readonly watch: (transport: Transport) => Transport;
  /** Puts what was noted beside the room. */
  readonly show: (root: ShadowRoot) => void;
}

/** Speaking in place of writing, and hearing in place of reading; each null where the browser cannot. */
export interface Speech {
  /** Puts the microphone here. What is understood goes into the field for a message. */
  readonly putMicrophone: ((slot: HTMLElement, field: SpokenField) => void) | null;
  /** Puts the switch for reading aloud here. */
  readonly putSwitch: ((slot: HTMLElement) => void) | null;
  /** A message was sent: what is understood after it belongs to no message. */
  readonly said: () => void;
  /** Hears every new state of the conversation, to read what is new. */
  readonly follow: (state: ChatState) => void;
  readonly styles: string;
  /** Ends all of it. */
  readonly stop: () => void;
}

/** The field for a message, as speech uses it. */
export interface SpokenField {
  readonly text: () => string;
  readonly write: (text: string) => void;
}

/** What the second script brings to a room. */
export interface Extras {
  readonly demo?: Demo;
  readonly debug?: Debugging;
  /** Begins it; whether it reads aloud is remembered on the shelf, under the key. */
  readonly speech?: (shelf: Shelf, key: string) => Speech;
}

/** The second script, chatroom_tools.js. Only rooms that ask for something in it load it. */
export interface Tools {
  /**
   * What a room with this config asks for, and the config to open it with: a demo brings its own hosts. A sentence if
   * there is no demo to play. Never rejects.
   */
  readonly extras: (config: ChatConfig) => Promise<{ extras: Extras; config: ChatConfig } | string>;
}

declare global {
  interface Window {
    CHATROOM_TOOLS?: Tools;
  }
}

/** The address of this script: the second one is beside it. */
const HERE = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href;

/** Whether a room with this config needs the second script. */
export function needsTools({ debug, demo, speechRecognition, voiceLang }: ChatConfig): boolean {
  return debug || demo !== null || speechRecognition !== null || voiceLang !== null;
}

/** What a page whose policy wants trusted types (W3C Trusted Types) needs in place of the address of a script. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Throws if the page's policy does not name "chatroom" among its trusted types. */
function trusted(url: string): string {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy("chatroom", { createScriptURL: (own) => own }).createScriptURL(url) ?? url;
}

function load(): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = trusted(new URL("chatroom_tools.js", HERE).href);
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

let loading: Promise<unknown> | null = null;

/**
 * The second script, loaded once. Rejects if it is not there, or may not be loaded.
 */
export async function loadTools(): Promise<Tools> {
  if (window.CHATROOM_TOOLS === undefined) await (loading ??= load());
  if (window.CHATROOM_TOOLS === undefined) throw new Error("chatroom_tools.js is another version");
  return window.CHATROOM_TOOLS;
}

import { readConfig } from "./config";
import { ChatRoomElement, pageConfig } from "./element";
import { startPage } from "./page";

interface ChatRoomOptions {
  /** Where the room is put. */
  readonly container: Element;
  /** Everything that `ChatConfig` names: `host` and `title`, or `hosts` and `start`, and what is optional. */
  readonly [option: string]: unknown;
}

/** For pages that place the chat room by a program: `new ChatRoom({host, title, container})`. */
class ChatRoom {
  readonly element = new ChatRoomElement();

  /** Throws a TypeError if no usable host is listed. */
  constructor({ container, ...options }: ChatRoomOptions) {
    if (readConfig({ ...pageConfig(), ...options }) === null) throw new TypeError("ChatRoom: no host has an id and an http(s) url");
    this.element.options = options;
    container.replaceChildren(this.element);
  }

  /** Shows the room, if it is out of sight, and puts the cursor into the field for a message. */
  openChat(): void {
    this.element.openChat();
  }
}

declare global {
  interface Window {
    ChatRoom: typeof ChatRoom;
    /** The name that pages with the chatroom that came before use. */
    Chatroom: typeof ChatRoom;
    CHATROOM_CONFIG?: unknown;
  }
}

// A page may have the script twice: the first one has done all this.
if (customElements.get("chat-room") === undefined) {
  window.ChatRoom = window.Chatroom = ChatRoom;
  customElements.define("chat-room", ChatRoomElement);
  if (document.readyState === "loading" && document.getElementById("chatroom") === null) {
    document.addEventListener("DOMContentLoaded", startPage);
  } else {
    startPage();
  }
}

import { readConfig } from "./config";
import { openRoom } from "./room";
import { type ChatState, hostOf } from "./state/model";
import { addPageStyles } from "./view/styles";

interface ChatRoomOptions {
  /** The hosts that may hold the conversation: `{id, title, url}` each. */
  hosts: unknown;
  /** The id of the first holder; default: the first host. */
  start?: string;
  /** The line that the room opens with. An empty string: none. */
  welcome?: string;
  /** How often the hosts are asked for notices; default: every 30 seconds. */
  noticeSeconds?: number;
  container: Element;
}

/** For pages that place the chat room themselves: `new ChatRoom({hosts, start, container})`. */
class ChatRoom {
  /** Throws a TypeError if no usable host is listed. */
  constructor({ container, ...options }: ChatRoomOptions) {
    const config = readConfig(options);
    if (config === null) throw new TypeError("ChatRoom: no host has an id and an http(s) url");
    openRoom(config, container, () => {});
  }
}

declare global {
  interface Window {
    ChatRoom: typeof ChatRoom;
    CHATROOM_CONFIG?: unknown;
  }
}

const NO_CONFIG =
  "The chat cannot start: the file config.js was not found next to this page, or it lists no host to talk to.";

function explain(container: Element, sentence: string): void {
  const paragraph = document.createElement("p");
  paragraph.className = "page-problem";
  paragraph.setAttribute("role", "alert");
  paragraph.textContent = sentence;
  container.replaceChildren(paragraph);
}

function nameThePage(state: ChatState): void {
  document.title = hostOf(state, state.holderId).title;
}

function startPage(): void {
  const container = document.getElementById("chatroom");
  if (container === null) return;
  addPageStyles();
  const config = readConfig(window.CHATROOM_CONFIG, new URLSearchParams(location.search).get("host"));
  if (config === null) return explain(container, NO_CONFIG);
  openRoom(config, container, nameThePage);
  container.querySelector("textarea")?.focus();
}

window.ChatRoom = ChatRoom;
if (document.readyState === "loading" && document.getElementById("chatroom") === null) {
  document.addEventListener("DOMContentLoaded", startPage);
} else {
  startPage();
}

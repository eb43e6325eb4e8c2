import { createInterface } from "node:readline";
import { readConfig } from "../config";
import { type JsonObject, asObject, asText } from "../protocol/json";
import { newId } from "../protocol/ids";
import { startCourier } from "../state/courier";
import { type ChatState, type TimelineItem, hostOf, initialState } from "../state/model";
import { DEFAULT_TIMEOUTS } from "../state/run";
import { type Store, createStore } from "../state/store";
import { unguarded } from "../storage/exclusive";
import { sendByRest } from "../transport/rest";
import { EN, carriedWords } from "../words";
import { fileShelf } from "./fileShelf";

/**
 * The client without a page, for tests of hosts. It reads commands from stdin, one JSON object a line:
 *
 *     {"do": "start", "hosts": [{"id", "title", "url"}], "start": id, "conversation": id, "storage": path,
 *      "timeouts": {"messageMs", "takeOverMs"}}
 *     {"do": "say", "text"}   {"do": "press", "title"}   {"do": "retry"}   {"do": "start over"}
 *
 * It carries each out at once, and answers it with one line when nothing is in flight any more:
 * `{"conversation", "holder", "lines", "idle": true}`, or `{"error"}`. A record that the file holds already goes on, as
 * in a page that is loaded again; kill the process at any moment for a crash. Reducer, courier and take-over are the
 * page's; its storage, locks and view are not used.
 */
let store: Store | null = null;

function lineOf(state: ChatState, item: TimelineItem): object {
  const { title } = hostOf(state, item.hostId);
  switch (item.kind) {
    case "user":
      return { who: "user", text: item.text, status: item.status };
    case "bot":
      return { who: item.hostId, text: item.text };
    case "image":
      return { who: item.hostId, image: item.url };
    case "attachment":
      return { who: item.hostId, attachment: item.url, name: item.name };
    case "buttons":
      return { who: item.hostId, buttons: item.buttons.map((button) => button.title), open: item.open };
    case "handoff": {
      const carried = carriedWords(EN, item.carried);
      const text = EN.nowTalkingTo(title) + (carried && `. ${EN.carried(carried)}`);
      return { who: "handoff", host: item.hostId, text, carried: item.carried };
    }
    case "error":
      return { who: "error", host: item.hostId, kind: item.problem.kind, text: EN.problem(item.problem, title) };
  }
}

function isSettled(room: Store): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (room.state().pending !== null) return;
      stop();
      resolve();
    };
    const stop = room.subscribe(look);
    look();
  });
}

function open(command: JsonObject): Store {
  const config = readConfig(command);
  const { conversation, storage, timeouts } = command;
  const path = asText(storage);
  if (config === null || path === null) throw new TypeError("start needs hosts and a storage");
  const { hosts, start, welcome } = config;
  const conversationId = asText(conversation) ?? newId();
  const place = { shelf: fileShelf(path), key: `chatroom:${start}`, exclusively: unguarded };
  const opened = createStore(initialState({ hosts, start, conversationId, welcome: welcome ?? "" }), newId, place);
  // A test says itself when something is tried again.
  const options = { timeouts: { ...DEFAULT_TIMEOUTS, ...asObject(timeouts) }, backoffMs: [] };
  startCourier(opened, sendByRest, options);
  return opened;
}

function press(room: Store, title: string): Promise<void> {
  for (const item of [...room.state().timeline].reverse()) {
    if (item.kind !== "buttons" || !item.open) continue;
    const index = item.buttons.findIndex((button) => button.title === title);
    if (index >= 0) return room.dispatch({ type: "button_pressed", key: item.key, index });
  }
  throw new RangeError(`no open button is called ${title}`);
}

/** Does at once what the command says, whatever is in flight. */
async function obey(line: string): Promise<Store> {
  const command = asObject(JSON.parse(line)) ?? {};
  if (command["do"] === "start") store = open(command);
  if (store === null) throw new TypeError("begin with start");
  if (command["do"] === "say") await store.dispatch({ type: "user_said", text: String(command["text"]) });
  if (command["do"] === "press") await press(store, String(command["title"]));
  if (command["do"] === "retry") await store.dispatch({ type: "retried" });
  if (command["do"] === "start over") await store.dispatch({ type: "started_over" });
  return store;
}

async function report(obeyed: Promise<Store>): Promise<object> {
  const room = await obeyed;
  await isSettled(room);
  const state = room.state();
  const lines = state.timeline.map((item) => lineOf(state, item));
  return { conversation: state.conversationId, holder: state.holderId, lines, idle: true };
}

/** Answers come in the order of the commands, also where a command is given before the one before it is answered. */
async function main(): Promise<void> {
  let printed = Promise.resolve();
  for await (const line of createInterface({ input: process.stdin })) {
    const said = report(obey(line)).catch((cause: unknown) => ({ error: String(cause) }));
    printed = printed.then(async () => void process.stdout.write(`${JSON.stringify(await said)}\n`));
  }
  await printed;
}

void main();

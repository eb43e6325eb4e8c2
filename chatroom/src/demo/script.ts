import { addressOf } from "../protocol/hosts";
import { type JsonObject, asObject, asText } from "../protocol/json";

/** What the user of a demo does, and what each request is answered that comes of it, in their order. */
export interface DemoTurn {
  /** The words, or the title of a button. */
  readonly user: { readonly say: string } | { readonly press: string };
  readonly answers: readonly (readonly unknown[])[];
}

/** A conversation to be played. */
export interface DemoScript {
  /** What the script has of a config, hosts and first holder: it takes the place of the page's, key by key. */
  readonly config: { readonly hosts?: readonly unknown[]; readonly start?: string };
  /** What every pause is multiplied by; with 0 there are none. */
  readonly pace: number;
  readonly turns: readonly DemoTurn[];
}

/** The script cannot be played; the message says where it is wrong, for whoever wrote it. */
export class ScriptError extends Error {
  override name = "ScriptError";
}

function check(isRight: boolean, sentence: string): asserts isRight {
  if (!isRight) throw new ScriptError(sentence);
}

function isHost(raw: unknown): boolean {
  const entry = asObject(raw);
  return asText(entry?.["id"]) !== null && addressOf(String(entry?.["url"])) !== null;
}

function readConfig({ hosts, start }: JsonObject): DemoScript["config"] {
  check(hosts === undefined || (Array.isArray(hosts) && hosts.every(isHost)), '"hosts": each needs an "id" and an http(s) "url"');
  check(start === undefined || typeof start === "string", '"start" is no text');
  return { ...(hosts && { hosts }), ...(start && { start }) };
}

function readTurn(raw: unknown, index: number): DemoTurn {
  const { say, press, answers } = asObject(raw) ?? {};
  const where = `turn ${index + 1}`;
  const words = asText(say);
  const title = asText(press);
  check((words === null) !== (title === null), `${where}: needs either "say" or "press"`);
  check(Array.isArray(answers) && answers.every(Array.isArray), `${where}: "answers" is no list of lists of messages`);
  return { user: words === null ? { press: title ?? "" } : { say: words }, answers };
}

/**
 * Checks a script: `{hosts?: [{id, title, url}], start?, pace?, turns: [{say} or {press: title}, each with answers:
 * [[message, ...], ...]]}`. Throws ScriptError.
 */
export function readScript(raw: unknown): DemoScript {
  const script = asObject(raw) ?? {};
  const { turns, pace = 1 } = script;
  check(Array.isArray(turns), '"turns" is no list');
  check(typeof pace === "number" && pace >= 0 && pace <= 10, '"pace" is no number from 0 to 10');
  return { config: readConfig(script), pace, turns: turns.map(readTurn) };
}

import { asObject } from "../protocol/json";
import type { OnMessage } from "./result";

/** What came back cannot be an answer. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableAnswer("the answer is no JSON", { cause });
  }
}

/** The messages of an answer that came as one list. Throws UnreadableAnswer. */
export function readList(body: string): readonly unknown[] {
  const messages = parse(body);
  if (!Array.isArray(messages)) throw new UnreadableAnswer("the answer is not a list");
  return messages;
}

/**
 * An answer as Rasa's REST channel streams it: one message per line, each an object. It is fed piece by piece, however
 * the pieces are cut. A host that does not stream answers with one list instead, which is understood as well.
 */
export class Lines {
  readonly #messages: unknown[] = [];
  #rest = "";
  #isList: boolean | null = null;

  constructor(private readonly onMessage: OnMessage) {}

  /** Throws UnreadableAnswer for a line that is no message. */
  feed(piece: string): void {
    this.#rest += piece;
    this.#isList ??= this.#rest.trimStart() === "" ? null : this.#rest.trimStart().startsWith("[");
    if (this.#isList === true) return;
    const lines = this.#rest.split("\n");
    this.#rest = lines.pop() ?? "";
    lines.forEach(this.#read);
  }

  /** All messages, once the last piece was fed. Throws UnreadableAnswer if it was not the end of an answer. */
  end(): readonly unknown[] {
    if (this.#isList === true) return readList(this.#rest);
    this.#read(this.#rest);
    return this.#messages;
  }

  readonly #read = (line: string): void => {
    if (line.trim() === "") return;
    const message = parse(line);
    if (asObject(message) === null) throw new UnreadableAnswer("a line of the answer is no message");
    this.#messages.push(message);
    this.onMessage(message);
  };
}

import { describe, expect, it } from "vitest";
import { Lines, UnreadableAnswer } from "./lines";

const BODY = '{"text":"one"}\n{"text":"zwö"}\n{"text":"three"}\n';
const MESSAGES = [{ text: "one" }, { text: "zwö" }, { text: "three" }];

/** What was heard while these pieces came, and all of it in the end. */
function read(pieces: readonly string[]) {
  const heard: unknown[] = [];
  const lines = new Lines((message) => heard.push(message));
  for (const piece of pieces) lines.feed(piece);
  return { heard: [...heard], all: lines.end() };
}

describe("a streamed answer", () => {
  it("has one message per line, wherever it is cut into pieces", () => {
    for (let size = 1; size <= BODY.length; size += 1) {
      const pieces = BODY.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      expect(read(pieces)).toEqual({ heard: MESSAGES, all: MESSAGES });
    }
  });

  it("is heard line by line, before it is complete", () => {
    const heard: unknown[] = [];
    const lines = new Lines((message) => heard.push(message));
    lines.feed('{"text":"one"}\n{"te');
    expect(heard).toEqual([MESSAGES[0]]);
  });

  it("may lack the last line break, and have empty lines", () => {
    expect(read(['\r\n\n{"text":"one"}\r\n\n{"text":"zwö"}']).all).toEqual(MESSAGES.slice(0, 2));
  });

  it("may have no message at all", () => {
    expect(read([]).all).toEqual([]);
    expect(read(["", "\n"]).all).toEqual([]);
  });

  it("is one list where the host does not stream, also with lines in it", () => {
    const list = JSON.stringify(MESSAGES, null, 2);
    expect(read(["\n", list.slice(0, 20), list.slice(20)])).toEqual({ heard: [], all: MESSAGES });
    expect(read(["[", "]"]).all).toEqual([]);
  });

  it.each(["<html>\n", '{"text":\n', "null\n", "7\n", '"hi"\n', '{"text":"one"}\n["x"]\n', '{"text":"one"}\n{"te', "[1", "["])(
    "that has %j in it is none",
    (body) => {
      expect(() => read([body])).toThrow(UnreadableAnswer);
    },
  );
});

import { beforeEach, describe, expect, it } from "vitest";
import { TestEars } from "../testing/ears";
import { type HearingProblem, recognizer } from "./recognition";

const CHROMIUM = { webkitSpeechRecognition: TestEars };
let heard: [string, boolean][];
let ends: (HearingProblem | null)[];

function listen() {
  const ears = recognizer("de-DE", CHROMIUM);
  if (ears === null) throw new Error("this browser can listen");
  ears.start((text, isFinal) => heard.push([text, isFinal]), (problem) => ends.push(problem));
  return ears;
}

function latest(): TestEars {
  if (TestEars.latest === null) throw new Error("nobody listens");
  return TestEars.latest;
}

beforeEach(() => {
  heard = [];
  ends = [];
  TestEars.latest = null;
  TestEars.refuses = false;
});

describe("speech input", () => {
  it("is there where the browser has it, under either name, and nowhere else", () => {
    expect(recognizer("en", {})).toBeNull();
    expect(recognizer("en", CHROMIUM)).not.toBeNull();
    expect(recognizer("en", { SpeechRecognition: TestEars })).not.toBeNull();
  });

  it("listens in its language, and tells what it understood so far until that is final", () => {
    listen();
    latest().hear("send");
    latest().hear(" send fifty dollars ", true);
    latest().end();
    expect(latest().lang).toBe("de-DE");
    expect(latest().interimResults).toBe(true);
    expect(heard).toEqual([["send", false], ["send fifty dollars", true]]);
    expect(ends).toEqual([null]);
  });

  it.each([
    ["not-allowed", "not-allowed"],
    ["service-not-allowed", "not-allowed"],
    ["no-speech", "no-speech"],
    ["network", "network"],
    ["audio-capture", "other"],
    ["language-not-supported", "other"],
    ["aborted", null],
  ])("calls the browser's %s %j, once", (error, problem) => {
    listen();
    latest().fail(error);
    latest().end();
    expect(ends).toEqual([problem]);
  });

  it("still understands what was said when it is stopped, and nothing when it is cancelled", () => {
    const ears = listen();
    ears.stop();
    latest().hear("send", true);
    latest().end();
    expect(heard).toEqual([["send", true]]);
    ears.start((text, isFinal) => heard.push([text, isFinal]), (problem) => ends.push(problem));
    ears.cancel();
    latest().hear("send it again", true);
    expect(latest().isAborted).toBe(true);
    expect(heard).toHaveLength(1);
    expect(ends).toEqual([null, null]);
  });

  it("begins anew while it listens, and the first one is over", () => {
    const ears = listen();
    const first = latest();
    ears.start((text) => heard.push([`new ${text}`, false]), () => {});
    first.hear("old");
    latest().hear("words");
    expect(ends).toEqual([null]);
    expect(heard).toEqual([["new words", false]]);
  });

  it("ends with a problem where the browser refuses to begin", () => {
    TestEars.refuses = true;
    listen();
    expect(ends).toEqual(["other"]);
  });

  it("does not mind being stopped when nobody listens", () => {
    const ears = recognizer("en", CHROMIUM);
    expect(() => { ears?.stop(); ears?.cancel(); }).not.toThrow();
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TestUtterance, TestVoices } from "../testing/voices";
import { type Reader, reader, voiceFor } from "./reader";

let voices: TestVoices;

function open(language = "en-US", list: readonly object[] = []): Reader {
  voices = new TestVoices(list);
  const opened = reader(language, voices as unknown as SpeechSynthesis);
  if (opened === null) throw new Error("this browser can speak");
  return opened;
}

const voice = (name: string, lang: string, localService = false) => ({ name, lang, localService }) as SpeechSynthesisVoice;

beforeEach(() => vi.stubGlobal("SpeechSynthesisUtterance", TestUtterance));
afterEach(() => void vi.unstubAllGlobals());

describe("reading aloud", () => {
  it("is nothing where the browser cannot", () => {
    expect(reader("en", undefined)).toBeNull();
    vi.unstubAllGlobals();
    expect(reader("en", new TestVoices() as unknown as SpeechSynthesis)).toBeNull();
  });

  it("says one sentence after the other, also those of a later message", () => {
    const reading = open();
    reading.say("One. Two.");
    reading.say("Three.");
    expect(voices.said).toEqual(["One."]);
    voices.end();
    voices.end();
    voices.end();
    expect(voices.said).toEqual(["One.", "Two.", "Three."]);
  });

  it("goes on after a sentence that could not be said", () => {
    const reading = open();
    reading.say("One. Two.");
    voices.fail("synthesis-failed");
    expect(voices.said).toEqual(["One.", "Two."]);
  });

  it("is silent at once when it is stopped, forgets the rest, and reads what comes later", () => {
    const reading = open();
    reading.say("One. Two.");
    reading.stop();
    expect(voices.cancelled).toBe(1);
    reading.say("Three.");
    expect(voices.said).toEqual(["One.", "Three."]);
    reading.stop();
    reading.stop();
    expect(voices.cancelled).toBe(2); // what says nothing silences nobody else
  });

  it("does not mind that a browser says late that the first one has ended", () => {
    const reading = open();
    reading.say("One. Two.");
    reading.stop();
    reading.say("Three. Four.");
    voices.utterances[0]?.onend?.();
    voices.utterances[0]?.onerror?.({ error: "canceled" });
    expect(voices.said).toEqual(["One.", "Three."]);
  });

  it("takes the voice of its language that is there when it speaks", () => {
    const list: object[] = [];
    const reading = open("de-DE", list);
    reading.say("Eins. Zwei.");
    list.push(voice("Anna", "de-DE"));
    voices.end();
    expect(voices.voicesUsed).toEqual([null, "Anna"]);
  });
});

describe("the voice for a language", () => {
  const LIST = [voice("US web", "en-US"), voice("GB", "en_GB", true), voice("US", "en-US", true), voice("DE", "de-DE")];

  it.each([
    ["en-US", "US"],
    ["en-GB", "GB"],
    ["en_gb", "GB"],
    ["en", "GB"],
    ["en-AU", "GB"],
    ["de-AT", "DE"],
    ["de", "DE"],
    ["fr", undefined],
  ])("%s is %s", (language, name) => expect(voiceFor(language, LIST)?.name).toBe(name));
});

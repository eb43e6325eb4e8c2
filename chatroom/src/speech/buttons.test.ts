// @vitest-environment jsdom
import { h, render } from "preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { TestEars } from "../testing/ears";
import { AloudButton } from "./AloudButton";
import { MicrophoneButton } from "./MicrophoneButton";
import { recognizer } from "./recognition";

const WORDS = {
  speak: "Speak",
  listening: "Listening",
  hearing: { "not-allowed": "Not allowed", "no-speech": "Nothing heard", network: "No network", other: "Does not work" },
};
let heard: string[];

function open(): void {
  const ears = recognizer("en", { SpeechRecognition: TestEars });
  if (ears === null) throw new Error("this browser can listen");
  const onText = (text: string) => heard.push(text);
  render(h(MicrophoneButton, { recognizer: ears, words: WORDS, onStart: () => heard.push("(start)"), onText }), document.body);
}

const button = () => document.querySelector("button");
const status = () => document.querySelector("[role=status]")?.textContent;
const isPressed = (value: string) => vi.waitFor(() => expect(button()?.getAttribute("aria-pressed")).toBe(value));

beforeEach(() => {
  heard = [];
  TestEars.latest = null;
  TestEars.refuses = false;
  render(null, document.body);
});

describe("the microphone button", () => {
  it("has a name, is a toggle, and says when it listens", async () => {
    open();
    expect(button()?.getAttribute("aria-label")).toBe("Speak");
    await isPressed("false");
    button()?.click();
    await isPressed("true");
    expect(status()).toBe("Listening");
    TestEars.latest?.hear("hello");
    TestEars.latest?.end();
    await isPressed("false");
    expect(status()).toBe("");
    expect(heard).toEqual(["(start)", "hello"]);
  });

  it("stops when it is pressed again", async () => {
    open();
    button()?.click();
    await isPressed("true");
    button()?.click();
    expect(TestEars.latest?.isStopped).toBe(true);
  });

  it.each(Object.entries(WORDS.hearing))("says why nothing was heard: %s", async (problem, words) => {
    open();
    button()?.click();
    await isPressed("true");
    TestEars.latest?.fail(problem);
    await isPressed("false");
    expect(status()).toBe(words);
  });

  it("listens no longer when it is gone", async () => {
    open();
    button()?.click();
    await isPressed("true");
    render(null, document.body);
    expect(TestEars.latest?.isAborted).toBe(true);
  });
});

describe("the button for reading aloud", () => {
  it.each([true, false])("has a name and says whether it is on: %s", (isOn) => {
    const onToggle = vi.fn();
    render(h(AloudButton, { isOn, words: { readAloud: "Read answers aloud" }, onToggle }), document.body);
    expect(button()?.getAttribute("aria-label")).toBe("Read answers aloud");
    expect(button()?.getAttribute("aria-pressed")).toBe(String(isOn));
    button()?.click();
    expect(onToggle).toHaveBeenCalledOnce();
  });
});

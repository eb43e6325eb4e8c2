import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type ChatConfig, readConfig } from "../config";
import { newId } from "../protocol/ids";
import { startCourier } from "../state/courier";
import { initialState } from "../state/model";
import { type Store, createStore } from "../state/store";
import { BANK, DESK, HOSTS, lineOf, offerOf } from "../testing/story";
import { type DemoPlayer, demoPlayer } from "./player";
import { type DemoScript, readScript } from "./script";
import { stageOf } from "./stage";

const OFFER = offerOf(DESK, { message: "my screen is dark" });

/** A room that plays the script, and everything that its composer showed. */
function room(raw: object) {
  const script: DemoScript = readScript(raw);
  const { hosts, start } = readConfig({ hosts: HOSTS, start: BANK.id, ...script.config }) as ChatConfig;
  const store: Store = createStore(initialState({ hosts, start, conversationId: newId(), welcome: "" }), newId);
  const player: DemoPlayer = demoPlayer(script);
  const typed: string[] = [];
  startCourier(store, player.send);
  const stage = stageOf(store, (text) => typed.push(text));
  return { store, player, typed, stage, lines: () => store.state().timeline.map(lineOf) };
}

afterEach(() => void vi.useRealTimers());

describe("a demo", () => {
  it("types what the user says letter by letter, empties the composer, and answers from the script", async () => {
    const { player, stage, typed, lines } = room({ pace: 0, turns: [{ say: "hi 😀", answers: [[{ text: "Good day" }]] }] });
    await player.play(stage);
    expect(typed).toEqual(["h", "hi", "hi ", "hi 😀", ""]);
    expect(lines()).toEqual(["user: hi 😀", "bank: Good day"]);
  });

  it("presses buttons, and is handed over as a real conversation is", async () => {
    const question = { text: "Shall I take you there?", buttons: [{ title: "Yes", payload: "/affirm" }] };
    const { player, stage, lines, store } = room({
      pace: 0,
      turns: [
        { say: "my screen is dark", answers: [[question]] },
        { press: "Yes", answers: [[OFFER], [{ text: "Desk here" }], [{ text: "Turn it on" }]] },
        { say: "thanks", answers: [[{ text: "Welcome" }]] },
      ],
    });
    await player.play(stage);
    expect(lines().slice(-7)).toEqual([
      "bank: [Yes] closed", "user: Yes", "--- desk", "desk: Desk here", "desk: Turn it on", "user: thanks", "desk: Welcome",
    ]);
    expect(store.state().holderId).toBe("desk");
  });

  it("leaves no answer of one turn to the next", async () => {
    const { player, stage, lines } = room({
      pace: 0,
      turns: [{ say: "a", answers: [[{ text: "1" }], [{ text: "never asked for" }]] }, { say: "b", answers: [[{ text: "2" }]] }],
    });
    await player.play(stage);
    expect(lines()).toEqual(["user: a", "bank: 1", "user: b", "bank: 2"]);
  });

  it("has no answer to what is not in the script, and asks nobody", async () => {
    const fetching = vi.spyOn(globalThis, "fetch");
    const { player, stage } = room({ pace: 0, turns: [{ say: "a", answers: [] }] });
    await player.play(stage);
    const outgoing = { sender: "c", message: "m", metadata: {} };
    expect(await player.send(BANK.url, outgoing, 1_000)).toMatchObject({ ok: false, failure: { kind: "http", status: 404 } });
    expect(fetching).not.toHaveBeenCalled();
    fetching.mockRestore();
  });

  it("says which turn presses a button that is not there", async () => {
    const { player, stage } = room({ pace: 0, turns: [{ say: "a", answers: [[{ text: "b" }]] }, { press: "Yes", answers: [] }] });
    await expect(player.play(stage)).rejects.toThrow("turn 2: no open button is called Yes");
  });

  it("takes its time, so that people can follow, and no time at pace 0", async () => {
    const turns = [{ say: "hello", answers: [[{ text: "Good day to you" }]] }, { say: "bye", answers: [[{ text: "Bye" }]] }];
    const took = async (pace: number) => {
      vi.useFakeTimers();
      const { player, stage } = room({ pace, turns });
      const begun = Date.now();
      let end = 0;
      void player.play(stage).then(() => (end = Date.now()));
      await vi.runAllTimersAsync();
      return end - begun;
    };
    const usual = await took(1);
    expect(usual).toBeGreaterThan(3_000);
    expect(usual).toBeLessThan(8_000);
    expect(await took(2)).toBe(2 * usual);
    expect(await took(0)).toBe(0);
  });

  it("stops at once, and says nothing more", async () => {
    const { player, stage, typed, lines } = room({ pace: 10, turns: [{ say: "hello", answers: [[{ text: "Good day" }]] }] });
    const played = player.play(stage);
    player.stop();
    await played;
    expect(typed).toEqual([]);
    expect(lines()).toEqual([]);
  });

  it("stops in the middle of a word", async () => {
    vi.useFakeTimers();
    const { player, stage, typed, lines } = room({ turns: [{ say: "hello", answers: [] }] });
    const played = player.play(stage);
    await vi.advanceTimersByTimeAsync(1_000);
    player.stop();
    await played;
    expect("hello".startsWith(typed.at(-1) ?? "-")).toBe(true);
    expect(typed.at(-1)).not.toBe("hello");
    expect(lines()).toEqual([]);
  });
});

describe("the recorded demo", () => {
  it("is played to its end: to the helpdesk and back, and the transfer is done", async () => {
    const { player, stage, lines, store } = room({ ...JSON.parse(readFileSync("public/demo.json", "utf8")), pace: 0 });
    await player.play(stage);
    expect(lines().filter((line) => line.startsWith("---"))).toEqual(["--- helpdesk_bot", "--- financial_bot"]);
    expect(lines().join("\n")).not.toMatch(/error|failed|waiting/);
    expect(lines().at(-1)).toMatch(/It is scheduled: \$60\.00/);
    expect(store.state().pending).toBeNull();
  });
});

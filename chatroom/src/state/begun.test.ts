import { afterEach, describe, expect, it } from "vitest";
import { memoryShelf } from "../storage/shelf";
import { type HonestHost, honestHost } from "../testing/honest";
import { Story, lineOf } from "../testing/story";
import { dyingTab, openTab, settled } from "../testing/tab";
import { eventually } from "../testing/eventually";
import type { Probe } from "../transport/result";

const running: HonestHost[] = [];
const text = (words: string) => ({ text: words });

afterEach(async () => {
  await Promise.all(running.splice(0).map((host) => host.close()));
});

/** A page that is closed with its message under way, and the one that is opened after it. */
async function reopened(presence: Awaited<ReturnType<Probe>>) {
  const bank = await honestHost(({ message }) => [text(`did ${message}`)]);
  running.push(bank);
  const urls = { bank: bank.url, desk: bank.url };
  const shelf = memoryShelf();
  const dying = dyingTab(shelf, 2, true);
  void openTab(urls, dying).dispatch({ type: "user_said", text: "pay 50" });
  await eventually(() => expect(dying.delivered()).toBe(1));
  const store = openTab(urls, { shelf, options: { probe: async () => presence, backoffMs: [0, 1] } });
  return { bank, state: await settled(store) };
}

describe("a message that was under way when the page was closed", () => {
  it("is not sent again by itself to a host of which nobody knows whether it would do it twice", async () => {
    const { bank, state } = await reopened("plain");
    expect(bank.received.map(({ message }) => message)).toEqual(["pay 50"]);
    expect(state.timeline.map(lineOf)).toEqual(["user (failed): pay 50", "bank error: unreachable (retry)"]);
  });

  it("is sent again under its id to a host that answers a repeated message once", async () => {
    const { bank, state } = await reopened("repeatable");
    expect(bank.turns).toEqual(["pay 50"]);
    expect(state.timeline.map(lineOf)).toEqual(["user: pay 50", "bank: did pay 50"]);
  });
});

describe("an answer that comes after its message was given up", () => {
  it("counts: nobody has to send the message again", () => {
    const story = new Story().say("pay 50").fail().answerTo("e1", text("paid"));
    expect(story.lines).toEqual(["user: pay 50", "bank: paid"]);
  });
});

import { describe, expect, it } from "vitest";
import type { Failure, Presence, SendResult } from "../transport/result";
import { BACKOFF_MS, type Errand, untilAnswered } from "./tries";

const ANSWER: SendResult = { ok: true, messages: [] };
const failed = (failure: Failure): SendResult => ({ ok: false, failure });
const http = (status: number) => failed({ kind: "http", status, cause: "" });
const GONE = failed({ kind: "unreachable", cause: "" });
const OFFLINE = failed({ kind: "offline", cause: "" });

interface Script {
  /** What comes of each time that it is sent; the last one for all later ones. */
  readonly sent: readonly SendResult[];
  /** Who is there at each look, likewise. */
  readonly seen?: readonly Presence[];
  /** During which pauses somebody wants the next try at once. */
  readonly hurried?: readonly number[];
  /** After how many pauses nobody waits any more. */
  readonly wantedFor?: number;
}

/** Plays it through, and returns all that was done, in order, with the kind of the last result. */
async function play({ sent, seen = ["repeatable"], hurried = [], wantedFor = Infinity }: Script, backoffMs = [0, 1, 2]) {
  const log: string[] = [];
  const count = (what: string) => log.filter((entry) => entry.startsWith(what)).length;
  const next = <Value>(values: readonly Value[], index: number) => values[Math.min(index, values.length - 1)] as Value;
  const errand: Errand = {
    send: async () => next(sent, log.push("send") && count("send") - 1),
    probe: async () => next(seen, log.push("look") && count("look") - 1),
    rest: async (ms) => log.push(`rest ${ms}`) > 0 && hurried.includes(count("rest")),
    onDelay: async ({ kind }) => void log.push(kind),
    isWanted: () => count("rest") <= wantedFor,
  };
  const result = await untilAnswered(errand, backoffMs);
  return `${log.join(", ")}: ${result.ok ? "answered" : result.failure.kind}`;
}

describe("a message that gets no answer", () => {
  it("is sent again at once to a host that answers a repeated message once", async () => {
    expect(await play({ sent: [GONE, ANSWER] })).toBe("send, rest 0, look, unreachable, send: answered");
  });

  it("is not sent again to one of which that is not known", async () => {
    expect(await play({ sent: [GONE, ANSWER], seen: ["plain"] })).toBe("send, rest 0, look: unreachable");
  });

  it("waits for a host that is down, longer each time, and is given up when the pauses are used up", async () => {
    const looks = "rest 0, look, unreachable, rest 1, look, unreachable, rest 2, look, unreachable";
    expect(await play({ sent: [GONE], seen: ["down"] })).toBe(`send, ${looks}: unreachable`);
  });

  it("is given up as well by a host that is there, and fails again and again", async () => {
    const tries = "rest 0, look, http, send, http, rest 1, look, http, send, http, rest 2, look, http, send";
    expect(await play({ sent: [http(503)] })).toBe(`send, ${tries}: http`);
  });

  it("is the user's to repeat when the host that comes back is another one", async () => {
    const looks = "rest 0, look, unreachable, rest 1, look";
    expect(await play({ sent: [GONE], seen: ["down", "plain"] })).toBe(`send, ${looks}: unreachable`);
  });

  it("is tried at once when somebody wants it, and has all its pauses again", async () => {
    const looks = "rest 0, look, unreachable, rest 1, look, unreachable, rest 0, look, unreachable, send";
    expect(await play({ sent: [GONE, ANSWER], seen: ["down", "down", "repeatable"], hurried: [2] })).toBe(`send, ${looks}: answered`);
  });

  it("is not given up for want of a network", async () => {
    const seen: Presence[] = [...Array<Presence>(20).fill("offline"), "repeatable"];
    expect(await play({ sent: [OFFLINE, ANSWER], seen })).toMatch(/^send, rest 0, .*(rest 2, look, offline, ){18}.*send: answered$/);
  });

  it("says that its host is gone when the network is back and the host is not", async () => {
    expect(await play({ sent: [OFFLINE], seen: ["offline", "down"] })).toBe(
      "send, rest 0, look, offline, rest 1, look, unreachable, rest 2, look, unreachable: unreachable",
    );
  });

  it("is dropped when nobody waits for it any more", async () => {
    expect(await play({ sent: [GONE], seen: ["down"], wantedFor: 1 })).toBe(
      "send, rest 0, look, unreachable, rest 1: unreachable",
    );
  });

  it.each([400, 401, 403, 404, 413, 422])("is not sent again where it is wrong itself (%i)", async (status) => {
    expect(await play({ sent: [http(status), ANSWER] })).toBe("send: http");
  });

  it.each([0, 302, 408, 429, 500, 502, 503, 504])("is sent again where the host had a problem (%i)", async (status) => {
    expect(await play({ sent: [http(status), ANSWER] })).toMatch(/send: answered$/);
  });

  it("is sent once only where there are no pauses", async () => {
    expect(await play({ sent: [GONE, ANSWER] }, [])).toBe("send: unreachable");
  });
});

describe("the pauses of a page", () => {
  it("begin with none, grow, and end within a minute or so", () => {
    expect(BACKOFF_MS[0]).toBe(0);
    expect([...BACKOFF_MS].sort((one, other) => one - other)).toEqual(BACKOFF_MS);
    expect(BACKOFF_MS.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
  });
});

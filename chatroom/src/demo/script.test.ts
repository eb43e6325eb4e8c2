import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readScript } from "./script";

const TURN = { say: "hello", answers: [[{ text: "Good day" }]] };
const HOST = { id: "bank", title: "Bank", url: "http://localhost:5006" };

describe("a demo's script", () => {
  it("is read with its hosts, its pace and its turns", () => {
    const press = { press: "Yes", answers: [] };
    expect(readScript({ hosts: [HOST], start: "bank", pace: 0.5, turns: [TURN, press] })).toEqual({
      config: { hosts: [HOST], start: "bank" },
      pace: 0.5,
      turns: [{ user: { say: "hello" }, answers: TURN.answers }, { user: { press: "Yes" }, answers: [] }],
    });
  });

  it("needs no more than turns", () => {
    expect(readScript({ turns: [] })).toEqual({ config: {}, pace: 1, turns: [] });
  });

  it.each<[unknown, string]>([
    [[], '"turns" is no list'],
    [{}, '"turns" is no list'],
    [{ turns: [TURN, {}] }, 'turn 2: needs either "say" or "press"'],
    [{ turns: [null] }, 'turn 1: needs either "say" or "press"'],
    [{ turns: [{ ...TURN, press: "Yes" }] }, 'turn 1: needs either "say" or "press"'],
    [{ turns: [{ say: " ", answers: [] }] }, 'turn 1: needs either "say" or "press"'],
    [{ turns: [{ say: "hello" }] }, 'turn 1: "answers" is no list of lists of messages'],
    [{ turns: [{ say: "hello", answers: [[], {}] }] }, 'turn 1: "answers" is no list of lists of messages'],
    [{ turns: [], hosts: {} }, '"hosts": each needs an "id" and an http(s) "url"'],
    [{ turns: [], hosts: [HOST, { id: "desk" }] }, '"hosts": each needs an "id" and an http(s) "url"'],
    [{ turns: [], hosts: [{ ...HOST, url: "javascript:1" }] }, '"hosts": each needs an "id" and an http(s) "url"'],
    [{ turns: [], start: 1 }, '"start" is no text'],
    [{ turns: [], pace: -1 }, '"pace" is no number from 0 to 10'],
    [{ turns: [], pace: "1" }, '"pace" is no number from 0 to 10'],
  ])("says where it is wrong: %j", (script, sentence) => {
    expect(() => readScript(script)).toThrow(sentence);
  });

  it("is there for the page, and has no ticket that any host would take", () => {
    const raw = readFileSync("public/demo.json", "utf8");
    expect(readScript(JSON.parse(raw)).turns.length).toBeGreaterThan(5);
    for (const [ticket = ""] of raw.matchAll(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g)) expect(ticket).toMatch(/\.none$/);
  });
});

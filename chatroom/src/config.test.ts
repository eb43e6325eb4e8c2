import { describe, expect, it } from "vitest";
import { readConfig } from "./config";

const A = { id: "a", title: "A", url: "http://localhost:5006" };
const B = { id: "b", title: "B", url: "http://localhost:5005" };

describe("the config", () => {
  it("names the hosts and the first holder", () => {
    const listed = { hosts: [A, B], start: "b" };
    expect(readConfig(listed)).toEqual({ ...listed, welcome: null, noticeSeconds: 30 });
  });

  it("lets the address of the page choose the first holder", () => {
    expect(readConfig({ hosts: [A, B], start: "a" }, "b")?.start).toBe("b");
  });

  it.each([["nobody"], [""], [null]])("passes over the wish for %j", (wished) => {
    expect(readConfig({ hosts: [A, B], start: "b" }, wished)?.start).toBe("b");
  });

  it("starts with the first host when it names no other", () => {
    expect(readConfig({ hosts: [A, B] })?.start).toBe("a");
    expect(readConfig({ hosts: [A, B], start: "nobody" })?.start).toBe("a");
  });

  it("may bring its own welcome, or none", () => {
    expect(readConfig({ hosts: [A], welcome: "Good day" })?.welcome).toBe("Good day");
    expect(readConfig({ hosts: [A], welcome: "" })?.welcome).toBe("");
  });

  it("may say how often hosts are asked for notices", () => {
    expect(readConfig({ hosts: [A], noticeSeconds: 0.2 })?.noticeSeconds).toBe(0.2);
  });

  it.each([0, -1, 1e9, Infinity, NaN, null, "often", {}])("asks every 30 seconds when it says %j", (noticeSeconds) => {
    expect(readConfig({ hosts: [A], noticeSeconds })?.noticeSeconds).toBe(30);
  });

  it("leaves out hosts that nobody could talk to", () => {
    const strange = [null, 5, [], {}, { id: "x" }, { url: A.url }, { id: "x", url: "ftp://x" }, { id: "x", url: "x" }];
    expect(readConfig({ hosts: [...strange, { id: "b", url: B.url }] })?.hosts).toEqual([{ ...B, title: "b" }]);
  });

  it.each([undefined, null, {}, [], "x", { hosts: [] }, { hosts: {} }, { hosts: [null] }])("%j is none", (raw) => {
    expect(readConfig(raw)).toBeNull();
  });
});

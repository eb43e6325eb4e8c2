import { describe, expect, it } from "vitest";
import { readConfig } from "./config";

const A = { id: "a", title: "A", url: "http://localhost:5006" };
const B = { id: "b", title: "B", url: "http://localhost:5005" };

describe("the config", () => {
  it("names the hosts and the first holder", () => {
    expect(readConfig({ hosts: [A, B], start: "b" })).toMatchObject({ hosts: [A, B], start: "b" });
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

  it("may name one host by its address alone", () => {
    expect(readConfig({ host: A.url, title: "A" })).toMatchObject({ hosts: [{ ...A, id: A.url }], start: A.url });
    expect(readConfig({ host: A.url })?.hosts[0]?.title).toBe(A.url);
    expect(readConfig({ host: "javascript:alert(1)" })).toBeNull();
  });

  it("knows the one host among those that are listed, and calls it as the page does", () => {
    const config = readConfig({ hosts: [A, B], host: `${B.url}/`, title: "Mine" });
    expect(config?.start).toBe("b");
    expect(config?.hosts.map(({ id, title }) => `${id} ${title}`)).toEqual(["a A", "b Mine"]);
  });

  it("may give hosts a colour and an avatar, and leaves out what is none", () => {
    const looks = (color: unknown, avatar: unknown) => readConfig({ hosts: [{ ...A, color, avatar }] })?.looks["a"];
    expect(looks("#1B6ca8", "avatars/bank.svg")).toEqual({ color: "#1B6ca8", avatar: "avatars/bank.svg" });
    expect(looks("#1B6ca8", "https://x.example/a.png")?.avatar).toBe("https://x.example/a.png");
    expect(looks(undefined, undefined)).toEqual({ color: null, avatar: null });
    expect(looks("red; background: url(x)", "javascript:alert(1)")).toEqual({ color: null, avatar: null });
    expect(looks("#1b6ca", "//x.example/a.png")).toEqual({ color: null, avatar: null });
  });

  it("knows the options of the chatroom that came before", () => {
    const options = {
      host: A.url,
      welcomeMessage: "Hi",
      startMessage: "/greet",
      handoffIntent: "take_over",
      fetchOptions: { headers: { "X-Page": "1" } },
      speechRecognition: "en-GB",
      voiceLang: "de-DE",
      waitingTimeout: 7_000,
    };
    const { host: _host, welcomeMessage, ...same } = options;
    expect(readConfig(options)).toMatchObject({ ...same, welcome: welcomeMessage });
  });

  it("is quiet about what it does not say", () => {
    expect(readConfig({ hosts: [A] })).toMatchObject({
      welcome: null,
      startMessage: "",
      lang: null,
      waitingTimeout: 20_000,
      stream: true,
      handoffIntent: "handoff",
      fetchOptions: {},
      speechRecognition: null,
      voiceLang: null,
      debug: false,
      demo: null,
      floating: false,
    });
  });

  it.each([undefined, null, {}, [], "x", { hosts: [] }, { hosts: {} }, { hosts: [null] }])("%j is none", (raw) => {
    expect(readConfig(raw)).toBeNull();
  });
});

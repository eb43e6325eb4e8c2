import { describe, expect, it } from "vitest";
import { hostAt, hostNamed } from "./hosts";
import { newId } from "./ids";

const HOSTS = [
  { id: "a", title: "A", url: "http://localhost:5006" },
  { id: "b", title: "B", url: "https://bots.example.com/b/" },
];

describe("the allow-list", () => {
  it.each([
    ["http://localhost:5006", "a"],
    ["http://localhost:5006/", "a"],
    ["HTTP://LOCALHOST:5006", "a"],
    ["https://bots.example.com:443/b", "b"],
    ["https://bots.example.com/b//", "b"],
  ])("knows %s", (url, id) => {
    expect(hostAt(HOSTS, url)?.id).toBe(id);
  });

  it.each([
    "http://localhost:5007",
    "https://localhost:5006",
    "http://localhost:5006.evil.example",
    "http://localhost:5006@evil.example",
    "https://bots.example.com/",
    "https://bots.example.com/b/../c",
    "https://bots.example.com/B",
    "javascript:alert(1)",
    "file:///b",
    "//localhost:5006",
    "",
    "nonsense",
  ])("does not know %j", (url) => {
    expect(hostAt(HOSTS, url)).toBeNull();
  });
});

describe("a host that comes with an id", () => {
  const [host] = HOSTS;

  it.each([[null, host], ["a", host], ["b", null], ["mallory", null], ["", null]])("called %j", (id, expected) => {
    expect(hostNamed(HOSTS, "http://localhost:5006/", id)).toEqual(expected);
  });
});

describe("ids", () => {
  const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  it("are random UUIDs, version 4", () => {
    expect(newId()).toMatch(UUID4);
    expect(newId()).not.toBe(newId());
  });

  it("are so where the page is not allowed to use randomUUID", () => {
    Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
    try {
      expect(newId()).toMatch(UUID4);
      expect(newId()).not.toBe(newId());
    } finally {
      Reflect.deleteProperty(crypto, "randomUUID");
    }
    expect(typeof crypto.randomUUID).toBe("function");
  });
});

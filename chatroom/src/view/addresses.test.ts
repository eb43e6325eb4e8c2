import { describe, expect, it } from "vitest";
import { hiddenHost } from "./addresses";

describe("a link that says where it leads", () => {
  it.each([
    ["here", "https://example.com"],
    ["the 2nd of 3.5 million, e.g. yours (or not)...", "https://example.com"],
    ["", "https://example.com"],
    ["https://example.com", "https://example.com/a?b=c"],
    ["HTTPS://Example.COM/Report.PDF", "https://example.com/Report.PDF"],
    ["www.example.com", "https://example.com"],
    ["example.com", "https://www.example.com"],
    ["Go to example.com.", "https://login.example.com"],
    ["http://localhost:5005/a.html", "http://localhost:5005/a.html"],
    ["http://127.0.0.1:5005", "http://127.0.0.1:5005"],
    ["http://[::1]:5005", "http://[::1]:5005"],
    ["müller.example", "https://müller.example"],
    ["https://xn--mller-kva.example", "https://müller.example"],
    ["ann.smith@example.com", "mailto:ann.smith@example.com"],
    ["Write to us", "mailto:ann@example.com"],
  ])("needs no more words: %j to %s", (words, url) => {
    expect(hiddenHost(words, url)).toBeNull();
  });
});

describe("a link that says that it leads elsewhere", () => {
  it.each([
    ["https://bank.example", "https://evil.example", "evil.example"],
    ["bank.example", "https://evil.example/bank.example", "evil.example"],
    ["bank.example", "https://bank.example.evil.example", "bank.example.evil.example"],
    ["bank.example", "https://notbank.example", "notbank.example"],
    ["login.bank.example", "https://bank.example", "bank.example"],
    ["Your login: https://bank.example, please", "https://evil.example:8443", "evil.example"],
    ["evil.example or bank.example", "https://evil.example", "evil.example"],
    ["//localhost", "https://evil.example", "evil.example"],
    ["https://bank.example", "https://bank.example@evil.example", "evil.example"],
    ["here", "https://bank.example:443@evil.example", "evil.example"],
    ["ba\u200bnk.example", "https://nk.example", "nk.example"],
    ["bank\u2024example", "https://evil.example", "evil.example"],
    ["\uff42\uff41\uff4e\uff4b.example", "https://evil.example", "evil.example"],
    ["b\u0430nk.example", "https://b\u0430nk.example", "xn--bnk-6cd.example"],
    ["bank.example", "https://b\u0430nk.example", "xn--bnk-6cd.example"],
    ["help@bank.example", "https://evil.example", "evil.example"],
    ["help@bank.example", "mailto:help@evil.example?subject=@bank.example", "evil.example"],
    ["bank.example", "https://evil%2eexample", "evil.example"],
    ["http://[::1]:5005", "https://evil.example", "evil.example"],
  ])("is followed by where it does: %j to %s", (words, url, host) => {
    expect(hiddenHost(words, url)).toBe(host);
  });
});

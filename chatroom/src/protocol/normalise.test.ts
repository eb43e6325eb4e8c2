import { describe, expect, it } from "vitest";
import { ticketOf } from "../testing/honest";
import { normalise } from "./normalise";
import { ticketId } from "./ticket";

const text = (words: string) => ({ kind: "text", text: words });

describe("what a host says", () => {
  it("arrives as text, image and buttons in this order", () => {
    const message = {
      recipient_id: "c1",
      buttons: [{ title: "Yes", payload: "/affirm", type: "reply" }],
      image: "https://example.com/a.png",
      text: "Sure?",
    };
    expect(normalise([message])).toEqual([
      text("Sure?"),
      { kind: "image", url: "https://example.com/a.png" },
      { kind: "buttons", buttons: [{ title: "Yes", payload: "/affirm" }] },
    ]);
  });

  it("keeps the order of the batch", () => {
    expect(normalise([{ text: "one" }, { text: "two" }, { text: "three" }])).toEqual(["one", "two", "three"].map(text));
  });

  it("is found in images that are part of the message", () => {
    expect(normalise([{ image: "data:image/png;base64,AAAA" }])).toHaveLength(1);
  });
});

describe("a strange message", () => {
  it.each([
    ["an unknown custom message", { custom: { payment: 1 } }],
    ["a custom message that is a list", { custom: [1, 2] }],
    ["a custom message that is null", { custom: null }],
    ["null", null],
    ["a list", []],
    ["a string", "hello"],
    ["a number", 7],
    ["an empty object", {}],
    ["a text that is a number", { text: 42 }],
    ["a text that is blank", { text: "  " }],
    ["a text that is an object", { text: { words: "hi" } }],
    ["an image that is a number", { image: 1 }],
    ["an image from a script", { image: "javascript:alert(1)" }],
    ["an image from the file system", { image: "file:///etc/passwd" }],
    ["an image that is a page", { image: "data:text/html,<b>hi</b>" }],
    ["buttons that are no list", { buttons: { title: "Yes" } }],
    ["buttons without any title", { buttons: [null, 3, [], {}, { title: 5 }, { payload: "/a" }] }],
    ["no buttons", { buttons: [] }],
    ["an offer without an address", { custom: { handoff_host: 5, title: "B" } }],
  ])("(%s) is left out and hides nothing else", (_name, strange) => {
    expect(normalise([{ text: "before" }, strange, { text: "after" }])).toEqual([text("before"), text("after")]);
  });

  it("still shows the fields that are sound", () => {
    const message = { text: "Choose", image: {}, buttons: [{ title: "A" }, "b", { title: "C", payload: 3 }], custom: 1 };
    expect(normalise([message])).toEqual([
      text("Choose"),
      { kind: "buttons", buttons: [{ title: "A", payload: "A" }, { title: "C", payload: "C" }] },
    ]);
  });
});

describe("an offer", () => {
  const bare = {
    kind: "offer",
    url: "http://localhost:5005",
    title: "Helpdesk",
    to: null,
    reason: null,
    message: null,
    carried: {},
    ticket: null,
    ticketId: null,
  };

  it("needs nothing but the two keys that older bots send", () => {
    expect(normalise([{ custom: { handoff_host: "http://localhost:5005", title: "Helpdesk" } }])).toEqual([bare]);
  });

  it("is understood at the top level of the message, too", () => {
    expect(normalise([{ handoff_host: "http://localhost:5005", title: "Helpdesk" }])).toEqual([bare]);
  });

  it("carries the details of handoff/1", () => {
    const handoff = { version: 1, to: "helpdesk_bot", reason: "other_skill", message: "help", ticket: ticketOf("j1") };
    const carried = { email: "a@example.com", priority: 2, urgent: true, paid: false, nested: {}, nothing: null };
    const [offer] = normalise([{ custom: { ...bare, handoff_host: bare.url, handoff: { ...handoff, carried } } }]);
    expect(offer).toEqual({
      ...bare,
      to: "helpdesk_bot",
      reason: "other_skill",
      message: "help",
      carried: { email: "a@example.com", priority: "2", urgent: "yes", paid: "no" },
      ticket: ticketOf("j1"),
      ticketId: "j1",
    });
  });

  it.each([null, [], "x", 3, { message: 3, carried: [], to: {}, ticket: 1 }])("survives details like %j", (handoff) => {
    expect(normalise([{ custom: { handoff_host: bare.url, title: "Helpdesk", handoff } }])).toMatchObject([
      { url: bare.url, message: null, to: null, ticket: null },
    ]);
  });

  it("is called by its address when it has no title", () => {
    expect(normalise([{ custom: { handoff_host: bare.url } }])).toMatchObject([{ title: bare.url }]);
  });

  it("names its ticket by the ticket's own id", () => {
    const ticket = ticketOf("ticket-ü");
    const custom = { handoff_host: bare.url, title: "Helpdesk", handoff: { ticket, jti: "another" } };
    expect(normalise([{ custom }])).toMatchObject([{ ticketId: "ticket-ü" }]);
  });
});

describe("a refusal", () => {
  it("is recognised with its reason", () => {
    expect(normalise([{ custom: { handoff_refused: "loop" } }])).toEqual([{ kind: "refusal", reason: "loop" }]);
  });

  it("is a refusal whatever its reason looks like", () => {
    expect(normalise([{ custom: { handoff_refused: null } }])).toEqual([{ kind: "refusal", reason: "unavailable" }]);
  });
});

describe("a ticket that cannot be read", () => {
  it.each(["", "a", "a.b.c", "a.!!!.c", `a.${btoa("[1]")}.c`, `a.${btoa("{}")}.c`])("(%j) has no id", (ticket) => {
    expect(ticketId(ticket)).toBeNull();
  });
});

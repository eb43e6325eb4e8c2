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
    ["a text that is blank", { text: "  " }],
    ["a text that is an object", { text: { words: "hi" } }],
    ["an image that is a number", { image: 1 }],
    ["an image from a script", { image: "javascript:alert(1)" }],
    ["an image from the file system", { image: "file:///etc/passwd" }],
    ["an image that is a page", { image: "data:text/html,<b>hi</b>" }],
    ["buttons that are no list", { buttons: { title: "Yes" } }],
    ["buttons without any title", { buttons: [null, 3, [], {}, { title: {} }, { title: ["A"] }, { title: "\u200b" }, { payload: "/a" }] }],
    ["a text of nothing that can be seen", { text: "\u200b\u2060\u0000" }],
    ["lists that are empty", { buttons: [], quick_replies: [], attachment: [], custom: {} }],
    ["a payload of another widget's", { custom: { payload: "quickReplies", data: [{ title: "A", payload: "/a" }] } }],
    ["attachments that are nothing", { attachment: [null, 5, true, {}, [], [["https://a.example/"]], "report.pdf"] }],
    ["an attachment that is a script", { attachment: "javascript:alert(1)//https://a.example" }],
    ["an attachment within the message", { attachment: { type: "file", payload: { url: "data:text/html,x" } } }],
    ["an attachment from the file system", { attachment: { type: "video", payload: { src: "file:///etc/passwd" } } }],
    ["an attachment beside the page", { attachment: { type: "audio", payload: { url: "//a.example/b.mp3" } } }],
    ["an attachment without a host", { attachment: "https://" }],
    ["an attached image that is a page", { attachment: { type: "image", payload: { src: "data:text/html,x" } } }],
    ["no buttons", { buttons: [] }],
    ["an offer without an address", { custom: { handoff_host: 5, title: "B" } }],
  ])("(%s) is left out and hides nothing else", (_name, strange) => {
    expect(normalise([{ text: "before" }, strange, { text: "after" }])).toEqual([text("before"), text("after")]);
  });

  it("still shows the fields that are sound", () => {
    const message = { text: "Choose", image: {}, buttons: [{ title: "A" }, "b", { title: "C", payload: 3 }], custom: 1 };
    expect(normalise([message])).toEqual([
      text("Choose"),
      { kind: "buttons", buttons: [{ title: "A", payload: "A" }, { title: "C", payload: "3" }] },
    ]);
  });
});

describe("buttons whose words are no text", () => {
  it("are read as they are written", () => {
    const buttons = [{ title: 5, payload: true }, { title: false, payload: null }];
    expect(normalise([{ buttons }])).toEqual([
      { kind: "buttons", buttons: [{ title: "5", payload: "true" }, { title: "false", payload: "false" }] },
    ]);
  });
});

describe("what is more than a page can take", () => {
  it("is cut where everybody sees it", () => {
    const [part] = normalise([{ text: "a".repeat(1_000_000) }]);
    expect(part).toEqual(text(`${"a".repeat(20_000)}…`));
  });

  it("is cut on a button, but not in what the button sends", () => {
    const payload = "/inform".padEnd(100_000, "x");
    const [part] = normalise([{ buttons: [{ title: "A".repeat(5_000), payload }] }]);
    expect(part).toEqual({ kind: "buttons", buttons: [{ title: `${"A".repeat(300)}…`, payload }] });
  });

  it("is left out when it is the fifty-first button or attachment", () => {
    const buttons = Array.from({ length: 1_000 }, (_, index) => ({ title: `No. ${index}` }));
    const attachment = buttons.map(({ title }) => `https://example.com/${title}`);
    const parts = normalise([{ buttons, attachment }]);
    expect(parts.filter(({ kind }) => kind === "attachment")).toHaveLength(50);
    expect(parts.flatMap((part) => (part.kind === "buttons" ? part.buttons : []))).toHaveLength(50);
  });
});

describe("buttons", () => {
  const choices = (message: object) =>
    normalise([message]).flatMap((part) => (part.kind === "buttons" ? part.buttons : []));

  it("are quick replies, too, below the buttons", () => {
    const quick_replies = [{ content_type: "text", title: "Later", payload: "/later" }, { content_type: "location" }];
    expect(choices({ buttons: [{ title: "Now", payload: "/now" }], quick_replies })).toEqual([
      { title: "Now", payload: "/now" },
      { title: "Later", payload: "/later" },
    ]);
  });

  it.each([
    [{ type: "web_url", payload: "/open" }, "/open"],
    [{ type: "web_url" }, "Terms"],
    [{}, "Terms"],
  ])("that lead to a page have its address: %j", (more, payload) => {
    const url = "https://example.com/terms";
    expect(choices({ buttons: [{ title: "Terms", url, ...more }] })).toEqual([{ title: "Terms", payload, url }]);
  });

  it.each(["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//example.com", "/terms", "", 5, null])(
    "say their title where an address leads nowhere safe: %j",
    (url) => {
      const button = { title: "Terms", type: "web_url", url };
      expect(choices({ buttons: [button] })).toEqual([{ title: "Terms", payload: "Terms" }]);
    },
  );

  it("have titles of one line that reads in one direction", () => {
    const title = " Pay\n\u202e10\u0000 \u2066EUR ";
    expect(choices({ buttons: [{ title, payload: "/pay" }] })).toEqual([{ title: "Pay 10 EUR", payload: "/pay" }]);
  });
});

describe("an attachment", () => {
  const url = "https://example.com/files/Year%202026.pdf?download=1";
  const file = (name: string) => ({ kind: "attachment", url, name });

  it.each([
    ["its address alone", url],
    ["a file", { type: "file", payload: { url } }],
    ["a film", { type: "video", payload: { src: url } }],
    ["a sound", { type: "audio", payload: { src: ` ${url}\n`, title: "" } }],
    ["without a payload", { type: "file", url }],
    ["in a list", [{ type: "file", payload: { url } }]],
  ])("is called by its file's name: %s", (_, attachment) => {
    expect(normalise([{ attachment }])).toEqual([file("Year 2026.pdf")]);
  });

  it("has the name that it is given", () => {
    const attachment = [{ payload: { url, title: "Your year" } }, { payload: { url, name: "Yours" } }];
    expect(normalise([{ attachment }])).toEqual([file("Your year"), file("Yours")]);
  });

  it.each([
    ["https://example.com", ""],
    ["https://example.com/files/", ""],
    ["https://example.com/100%.pdf", "100%.pdf"],
    ["https://example.com/invoice%E2%80%AEfdp.exe", "invoicefdp.exe"],
    ["https://example.com/%3Cb%3E", "<b>"],
  ])("at %s is called %j", (address, name) => {
    expect(normalise([{ attachment: address }])).toEqual([{ kind: "attachment", url: address, name }]);
  });

  it("that is an image is shown as one", () => {
    const images = ["https://example.com/a.png", "data:image/png;base64,AAAA"];
    const attachment = images.map((src) => ({ type: "image", payload: { title: "A", src } }));
    expect(normalise([{ attachment }])).toEqual(images.map((image) => ({ kind: "image", url: image })));
  });
});

describe("a custom message", () => {
  it("may have all that a message has", () => {
    const image = "https://example.com/a.png";
    const attachment = "https://example.com/a.pdf";
    const custom = { payload: "card", text: "Choose", image, attachment, quick_replies: [{ title: "A" }] };
    expect(normalise([{ text: "Hello", custom }])).toEqual([
      text("Hello"),
      text("Choose"),
      { kind: "image", url: image },
      { kind: "attachment", url: attachment, name: "a.pdf" },
      { kind: "buttons", buttons: [{ title: "A", payload: "A" }] },
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

import { describe, expect, it } from "vitest";
import { claimsOf, ticketId } from "./ticket";

const part = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");
const HEADER = { alg: "HS256", typ: "handoff+jwt" };
const CLAIMS = { iss: "bank", jti: "t1", ctx: { city: "Zürich" } };
const TICKET = `${part(HEADER)}.${part(CLAIMS)}.c2lnbmF0dXJl`;

describe("a ticket in the browser", () => {
  it("is read without its signature", () => {
    expect(claimsOf(TICKET)).toEqual({ header: HEADER, claims: CLAIMS });
    expect(ticketId(TICKET)).toBe("t1");
  });

  it.each(["", ".", "..", "a.b.c", `${part(HEADER)}`, `${part(HEADER)}.${part([1])}.x`, `${part("x")}.${part(CLAIMS)}.x`])(
    "that cannot be read has no claims: %j",
    (ticket) => expect(claimsOf(ticket)).toBeNull(),
  );

  it("has its id also where the header cannot be read", () => {
    expect(ticketId(`head.${part(CLAIMS)}.x`)).toBe("t1");
    expect(ticketId("head")).toBeNull();
  });
});

import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020";
import { describe, expect, it } from "vitest";
import { startCourier } from "../state/courier";
import { initialState } from "../state/model";
import { createStore } from "../state/store";
import type { Outgoing, Send } from "../transport/result";
import { newId } from "./ids";
import { normalise } from "./normalise";
import { offerIn } from "./parts";
import { ticketId } from "./ticket";

interface Part {
  readonly examples: readonly unknown[];
}

interface Schema {
  readonly $defs: Readonly<Record<string, Part>>;
}

interface OfferExample {
  readonly handoff_host: string;
  readonly title: string;
  readonly handoff?: {
    readonly to: string;
    readonly reason: string;
    readonly message: string | null;
    readonly carried: object;
    readonly ticket: string;
  };
}

const SCHEMA = JSON.parse(readFileSync(new URL("../../../docs/protocol.schema.json", import.meta.url), "utf8")) as Schema;
const PARTS = SCHEMA.$defs;
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addSchema(SCHEMA, "handoff");

function problems(part: string, value: unknown): unknown {
  const validate = ajv.getSchema(`handoff#/$defs/${part}`);
  if (validate === undefined) throw new RangeError(`no part is called ${part}`);
  return validate(value) ? [] : validate.errors;
}

function examples<Example>(part: string): readonly Example[] {
  return (PARTS[part]?.examples ?? []) as readonly Example[];
}

const OFFER = { custom: examples("offer")[0] };
const EXPIRED = { custom: { handoff_refused: "expired" } };
const HOSTS = [
  { id: "financial_bot", title: "Bank", url: "http://localhost:5006" },
  { id: "helpdesk_bot", title: "Desk", url: "http://localhost:5005" },
];

/** Everything that is sent when the user says something and the hosts answer like this; null: no answer. */
async function sent(...answers: (readonly unknown[] | null)[]): Promise<Outgoing[]> {
  const outgoings: Outgoing[] = [];
  const send: Send = async (_url, outgoing) => {
    outgoings.push(outgoing);
    const messages = answers[outgoings.length - 1];
    return messages ? { ok: true, messages } : { ok: false, failure: { kind: "timeout", cause: "test" } };
  };
  const state = initialState({ hosts: HOSTS, start: "financial_bot", conversationId: newId(), welcome: "" });
  const store = createStore(state, newId);
  startCourier(store, send);
  const settled = new Promise<void>((resolve) => {
    store.subscribe(() => {
      if (store.state().pending === null) resolve();
    });
  });
  await store.dispatch({ type: "user_said", text: "my mail is broken" });
  await settled;
  return outgoings;
}

const KINDS: Readonly<Record<string, string>> = {
  "/handoff": "takeOver",
  "/handoff_failed": "failureReport",
  "/trigger_handoff": "choice",
};

/** What the schema calls a message, and what it calls the entities in its text. */
function kindOf({ message }: Outgoing): { part: string; payload: string; entities: unknown } {
  const brace = message.indexOf("{");
  const part = KINDS[message.slice(0, brace)] ?? "message";
  const payload = part === "failureReport" ? "failurePayload" : `${part}Payload`;
  return { part, payload, entities: part === "message" ? null : JSON.parse(message.slice(brace)) };
}

describe("the schema of the protocol", () => {
  it.each(Object.keys(PARTS))("has only valid examples of %s", (part) => {
    for (const example of examples(part)) expect(problems(part, example)).toEqual([]);
  });

  it.each([
    ["an offer to an expired and then a good ticket", ["takeOver", "choice", "takeOver", "message"],
      [[OFFER], [EXPIRED], [OFFER], [{ text: "hello" }], [{ text: "heard" }]]],
    ["an offer to a host that refuses", ["takeOver", "failureReport"],
      [[OFFER], [{ custom: { handoff_refused: "loop" } }], [{ text: "sorry" }]]],
    ["an offer to a host that does not answer", ["takeOver", "takeOver", "failureReport"],
      [[OFFER], null, null, [{ text: "sorry" }]]],
    ["an offer of two keys", ["takeOver"], [[{ custom: examples("offer")[1] }], [{ text: "hello" }]]],
  ])("allows all that the page sends after %s", async (_name, kinds, answers) => {
    const outgoings = await sent(...answers);
    expect(outgoings.map((outgoing) => kindOf(outgoing).part)).toEqual(["message", ...kinds]);
    for (const outgoing of outgoings) {
      const { part, payload, entities } = kindOf(outgoing);
      expect(problems("message", outgoing)).toEqual([]);
      expect(problems(part, outgoing)).toEqual([]);
      if (entities !== null) expect(problems(payload, entities)).toEqual([]);
    }
  });

  it("has offers that the page reads as they are meant", () => {
    for (const example of examples<OfferExample>("offer")) {
      const { handoff } = example;
      expect(offerIn(normalise([{ custom: example }]))).toMatchObject({
        url: example.handoff_host,
        title: example.title,
        to: handoff?.to ?? null,
        reason: handoff?.reason ?? null,
        message: handoff?.message ?? null,
        carried: handoff?.carried ?? {},
        ticket: handoff?.ticket ?? null,
      });
    }
  });

  it("has refusals that the page reads as they are meant", () => {
    for (const custom of examples<{ handoff_refused: string }>("refusal")) {
      expect(normalise([{ custom }])).toEqual([{ kind: "refusal", reason: custom.handoff_refused }]);
    }
  });

  it("has answers that the page reads to the end", () => {
    for (const answer of examples<unknown[]>("answer")) {
      expect(normalise([...answer, { text: "the end" }]).at(-1)).toEqual({ kind: "text", text: "the end" });
    }
  });

  it("has a ticket whose id the page finds", () => {
    const [claims] = examples<{ jti: string }>("ticketClaims");
    for (const ticket of examples<string>("ticket")) expect(ticketId(ticket)).toBe(claims?.jti);
  });
});

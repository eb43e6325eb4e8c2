import { type JsonObject, asList, asObject, asText } from "./json";
import { asLabel, asWords, asWritten } from "./labels";
import { readHandoff } from "./offers";
import type { Button, Part } from "./parts";

/** More than anybody chooses from, or opens: of buttons and of attachments in one message. */
const MOST = 50;

/** Whether an image may be loaded from here: the web, or inside the message itself. */
export function isImageUrl(url: string): boolean {
  return /^(https?:\/\/|data:image\/)/i.test(url.trim());
}

/** Whether a file or a page may be opened from here: the web, by its full address. */
export function isWebUrl(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

function asWebUrl(raw: unknown): string | null {
  const url = asText(raw)?.trim() ?? "";
  return isWebUrl(url) ? url : null;
}

function readButton(raw: unknown): Button | null {
  const button = asObject(raw);
  const title = asLabel(button?.["title"]);
  if (button === null || title === null) return null;
  const payload = asWritten(button["payload"]);
  const url = payload === null || button["type"] === "web_url" ? asWebUrl(button["url"]) : null;
  return { title, payload: payload ?? title, ...(url === null ? {} : { url }) };
}

function readButtons(raw: JsonObject): Part[] {
  const choices = [...asList(raw["buttons"]), ...asList(raw["quick_replies"])];
  const buttons = choices.map(readButton).filter((button) => button !== null).slice(0, MOST);
  return buttons.length > 0 ? [{ kind: "buttons", buttons }] : [];
}

function readText(raw: unknown): Part[] {
  const text = typeof raw === "string" ? asWords(raw) : null;
  return text === null ? [] : [{ kind: "text", text }];
}

function readImage(raw: unknown): Part[] {
  const url = asText(raw);
  return url !== null && isImageUrl(url) ? [{ kind: "image", url: url.trim() }] : [];
}

/** The last part of an address's path, as it was before it was written as an address. */
function fileName(url: string): string {
  const name = new URL(url).pathname.split("/").pop() ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a lone "%": shown as it is
  }
}

function readFile(raw: unknown, title: unknown): Part[] {
  const url = asWebUrl(raw);
  return url === null ? [] : [{ kind: "attachment", url, name: asLabel(title) ?? asLabel(fileName(url)) ?? "" }];
}

function readAttachment(raw: unknown): Part[] {
  const attachment = asObject(raw);
  if (attachment === null) return readFile(raw, null);
  const payload = asObject(attachment["payload"]) ?? attachment;
  const url = payload["url"] ?? payload["src"];
  return attachment["type"] === "image" ? readImage(url) : readFile(url, payload["title"] ?? payload["name"]);
}

function readAttachments(raw: unknown): Part[] {
  return (Array.isArray(raw) ? raw : [raw]).flatMap(readAttachment).slice(0, MOST);
}

function readFields(raw: JsonObject): Part[] {
  return [
    ...readText(raw["text"]),
    ...readImage(raw["image"]),
    ...readAttachments(raw["attachment"]),
    ...readButtons(raw),
    ...readHandoff(raw),
  ];
}

function readMessage(raw: unknown): Part[] {
  const message = asObject(raw);
  const custom = asObject(message?.["custom"]);
  return [message, custom].flatMap((fields) => (fields === null ? [] : readFields(fields)));
}

/**
 * The parts of a host's answer, in order: what Rasa's REST channel has fields for, and the same fields in `custom`.
 * Whatever is malformed, unsafe or unknown is left out and takes nothing else with it: one strange message never hides
 * the rest of the batch. An attachment's name is its title, or its file's name; empty if it has neither.
 */
export function normalise(messages: readonly unknown[]): Part[] {
  return messages.flatMap(readMessage);
}

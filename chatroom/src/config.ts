import { type Host, addressOf, hostById } from "./protocol/hosts";
import { asObject, asText } from "./protocol/json";

export interface ChatConfig {
  readonly hosts: readonly Host[];
  readonly start: string;
  readonly welcome: string | null;
  /** How often the hosts are asked for notices. */
  readonly noticeSeconds: number;
}

const NOTICE_SECONDS = 30;
const DAY_SECONDS = 86_400;

function readHost(raw: unknown): Host | null {
  const entry = asObject(raw);
  const id = asText(entry?.["id"]);
  const url = asText(entry?.["url"]);
  if (id === null || url === null || addressOf(url) === null) return null;
  return { id, url, title: asText(entry?.["title"]) ?? id };
}

/**
 * Reads what config.js says, or what the page that embeds the widget passes: `{hosts: [{id, title, url}], start?,
 * welcome?, noticeSeconds?}`; the seconds are more than 0 and at most a day's. `wished` is the id of the first holder
 * that the address of the page asks for; an id that is not listed is passed over. Null if there is no host to talk to.
 */
export function readConfig(raw: unknown, wished: string | null = null): ChatConfig | null {
  const config = asObject(raw);
  const listed = config?.["hosts"];
  const hosts = (Array.isArray(listed) ? listed : []).map(readHost).filter((host) => host !== null);
  const [first] = hosts;
  if (first === undefined) return null;
  const start = hostById(hosts, wished ?? "") ?? hostById(hosts, asText(config?.["start"]) ?? "") ?? first;
  const welcome = config?.["welcome"];
  const seconds = Number(config?.["noticeSeconds"]);
  const noticeSeconds = seconds > 0 && seconds <= DAY_SECONDS ? seconds : NOTICE_SECONDS;
  return { hosts, start: start.id, welcome: typeof welcome === "string" ? welcome : null, noticeSeconds };
}

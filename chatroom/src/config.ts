import { type Host, addressOf, hostAt, hostById } from "./protocol/hosts";
import { type JsonObject, asObject, asText } from "./protocol/json";

/** How a host looks, where the config says so. */
export interface Look {
  /** `#rrggbb`, or null for the next colour of the widget's own. */
  readonly color: string | null;
  /** An image, or null for the first letters of the title. */
  readonly avatar: string | null;
}

export interface ChatConfig {
  readonly hosts: readonly Host[];
  /** By the host's id. */
  readonly looks: Readonly<Record<string, Look>>;
  /** The id of the first holder. */
  readonly start: string;
  /** The first line; null for that of the language, an empty string for none. */
  readonly welcome: string | null;
  /** What the first holder is sent when a conversation begins; an empty string: nothing. */
  readonly startMessage: string;
  /** The language that is wished; null for the page's. */
  readonly lang: string | null;
  /** How often the hosts are asked for notices. */
  readonly noticeSeconds: number;
  /** How long a host may take to answer. */
  readonly waitingTimeout: number;
  /** Whether the messages of an answer are asked for one by one. */
  readonly stream: boolean;
  /** The intent of a take-over. */
  readonly handoffIntent: string;
  /** What every request gets besides what the protocol needs: headers, credentials. */
  readonly fetchOptions: RequestInit;
  /** The language (BCP 47) that is understood when the user speaks; null: no microphone. */
  readonly speechRecognition: string | null;
  /** The language (BCP 47) in which answers are read aloud; null: they are not. */
  readonly voiceLang: string | null;
  /** Whether what is sent and answered is shown beside the room. */
  readonly debug: boolean;
  /** The address of a scripted conversation that is played in place of a real one, or null. */
  readonly demo: string | null;
  /** Whether the room is opened by a button in the corner of the page. */
  readonly floating: boolean;
}

const NOTICE_SECONDS = 30;
const DAY_SECONDS = 86_400;
const ANSWER_MS = 20_000;
const COLOR = /^#[\da-f]{6}$/i;
/** The web, an image in the config itself, or a file beside the page. */
const AVATAR = /^(https?:\/\/|data:image\/|(?![a-z][\w+.-]*:|\/\/))/i;

function readHost(raw: unknown): (Host & Look) | null {
  const entry = asObject(raw);
  const id = asText(entry?.["id"]);
  const url = asText(entry?.["url"]);
  if (id === null || url === null || addressOf(url) === null) return null;
  const color = asText(entry?.["color"]);
  const avatar = asText(entry?.["avatar"]);
  return {
    id,
    url,
    title: asText(entry?.["title"]) ?? id,
    color: color !== null && COLOR.test(color) ? color : null,
    avatar: avatar !== null && AVATAR.test(avatar) ? avatar : null,
  };
}

/** The one host that `host` (an address) and `title` name, as its id among the listed ones or as a new entry. */
function readSingle({ host, title }: JsonObject, listed: readonly (Host & Look)[]): (Host & Look) | null {
  const url = asText(host);
  if (url === null) return null;
  const known = hostAt(listed, url);
  return readHost({ ...known, id: known?.id ?? addressOf(url), url, title: asText(title) ?? known?.title ?? url });
}

function inRange(raw: unknown, most: number, usual: number): number {
  const value = Number(raw);
  return value > 0 && value <= most ? value : usual;
}

function textOrNull(raw: unknown): string | null {
  return typeof raw === "string" ? raw : null;
}

/**
 * Reads what config.js says, or what the page that embeds the widget passes: `{hosts: [{id, title, url, color?,
 * avatar?}], start?}`, or `{host: url, title?}`, and everything else that `ChatConfig` names. `wished` is the id of the
 * first holder that the address of the page asks for; an id that is not listed is passed over. What is no use is as if
 * it were not there. Null if there is no host to talk to.
 */
export function readConfig(raw: unknown, wished: string | null = null): ChatConfig | null {
  const config = asObject(raw) ?? {};
  const { hosts: entries } = config;
  const listed = (Array.isArray(entries) ? entries : []).map(readHost).filter((host) => host !== null);
  const single = readSingle(config, listed);
  const isKnown = single !== null && hostById(listed, single.id) !== null;
  const named = listed.map((host) => (host.id === single?.id ? single : host));
  const all = single === null || isKnown ? named : [single, ...named];
  const [first] = all;
  if (first === undefined) return null;
  const start = hostById(all, wished ?? "") ?? single ?? hostById(all, asText(config["start"]) ?? "") ?? first;
  return {
    hosts: all.map(({ id, title, url }) => ({ id, title, url })),
    looks: Object.fromEntries(all.map(({ id, color, avatar }) => [id, { color, avatar }])),
    start: start.id,
    welcome: textOrNull(config["welcome"]) ?? textOrNull(config["welcomeMessage"]),
    startMessage: asText(config["startMessage"]) ?? "",
    lang: asText(config["lang"]),
    noticeSeconds: inRange(config["noticeSeconds"], DAY_SECONDS, NOTICE_SECONDS),
    waitingTimeout: inRange(config["waitingTimeout"], DAY_SECONDS * 1_000, ANSWER_MS),
    stream: config["stream"] !== false,
    handoffIntent: asText(config["handoffIntent"]) ?? "handoff",
    fetchOptions: asObject(config["fetchOptions"]) ?? {},
    speechRecognition: asText(config["speechRecognition"]),
    voiceLang: asText(config["voiceLang"]),
    debug: config["debug"] === true,
    demo: asText(config["demo"]),
    floating: config["floating"] === true,
  };
}

import type { Problem } from "../state/model";

function problem({ kind, ...details }: Problem, title: string): string {
  const target = "target" in details ? details.target : "";
  switch (kind) {
    case "offline":
      return "You are offline.";
    case "unreachable":
      return `${title} cannot be reached just now.`;
    case "timeout":
      return `${title} took too long to answer.`;
    case "http":
    case "invalid":
      return `${title} has a problem and could not answer.`;
    case "silent":
      return `${title} gave no answer.`;
    case "endless":
      return `You were passed on too many times. ${title} is still here: please say again what you need.`;
    case "gone":
      return `The assistant that you were talking to is not available any more. You are now talking to ${title}.`;
    case "not_taken":
      return `${target} cannot take over just now. You are still talking to ${title}.`;
    case "both_down":
      return `${target} cannot take over just now, and ${title} cannot be reached either.`;
  }
}

/** What only the second script says: speech, demo and debug view. */
export const TOOLS_EN = {
  speak: "Speak your message",
  listening: "Listening…",
  hearing: {
    "not-allowed": "The microphone may not be used here.",
    "no-speech": "Nothing was heard.",
    network: "Speech cannot be understood just now.",
    other: "The microphone did not work.",
  },
  readAloud: "Read answers aloud",
  youCanChoose: (titles: string) => `You can choose: ${titles}.`,
  noDemo: {
    file: "The demo cannot be played: a page that was opened as a file can load no script.",
    missing: "The demo cannot be played: demo.json is not there.",
    broken: "The demo cannot be played: demo.json is no demo. The console says why.",
  },
  debug: "Debug",
  nothingSent: "Nothing was sent yet.",
  request: "Request",
  answer: "Answer",
  failure: "Failure",
  underWay: "under way",
  claims: "Ticket (claims)",
  slots: "Slots",
  intent: "Intent",
  noApi: "Slots and intent are not available: this host's HTTP API is off.",
  copy: "Copy as JSON",
  copied: "Copied",
};

export type ToolWords = typeof TOOLS_EN;

/** Everything that the widget itself says, in English. Every other language has the same keys. */
export const EN = {
  lang: "en",
  noHosts: "The chat cannot start: no config.js was found next to this page, or it lists no host to talk to.",
  welcome: "Hello! Write what you need.",
  composerLabel: "Your message",
  composerHint: "Write a message",
  send: "Send",
  retry: "Try again",
  tryingAgain: "Trying again automatically.",
  sentWhenOnline: "This goes on as soon as you are online again.",
  talkInstead: (title: string) => `Talk to ${title} instead`,
  startOver: "Start over",
  startOverQuestion: "Start over? The conversation is cleared here.",
  keep: "Keep it",
  startedOver: "Started over. The conversation was cleared here.",
  typing: (title: string) => `${title} is writing`,
  nowTalkingTo: (title: string) => `You are now talking to ${title}`,
  backTo: (title: string) => `Back to ${title}`,
  carried: (things: string) => `Passed on: ${things}`,
  userSaid: "You said:",
  hostSaid: (title: string) => `${title} said:`,
  timeline: "Conversation",
  earlier: "Show earlier messages",
  newest: "Go to the newest message",
  image: "Picture from the assistant",
  attachment: "Attached file",
  choices: "Choose an answer",
  waiting: "Waiting to be sent",
  notDelivered: "Not delivered",
  opensBeside: "opens in a new tab",
  open: (title: string) => `Open the chat with ${title}`,
  close: "Close the chat",
  unread: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  problem,
  /** What slots are called when they travel; any other is called by its name. */
  slots: { email: "e-mail address", incident_opened: "incident" } as Readonly<Record<string, string>>,
};

export type Words = typeof EN;

import type { Problem } from "../state/model";

/** Every sentence that the widget itself says, in one place. */
export const WORDS = {
  welcome: "Hello! Write what you need.",
  composerLabel: "Your message",
  composerHint: "Write a message",
  send: "Send",
  retry: "Try again",
  startOver: "Start over",
  startOverQuestion: "Start over? The conversation is cleared here.",
  keep: "Keep it",
  startedOver: "Started over. The conversation was cleared here.",
  typing: (title: string) => `${title} is writing`,
  nowTalkingTo: (title: string) => `You are now talking to ${title}`,
  carried: (things: string) => `Passed on: ${things}`,
  userSaid: "You said:",
  hostSaid: (title: string) => `${title} said:`,
  timeline: "Conversation",
  image: "Picture from the assistant",
  choices: "Choose an answer",
  waiting: "Waiting to be sent",
  notDelivered: "Not delivered",
} as const;

export function problemWords(problem: Problem, title: string): string {
  switch (problem.kind) {
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
      return `${problem.target} cannot take over just now. You are still talking to ${title}.`;
    case "both_down":
      return `${problem.target} cannot take over just now, and ${title} cannot be reached either.`;
  }
}

/** What was carried, as words: `{"e_mail": "a@example.com"}` becomes `e mail a@example.com`. */
export function carriedWords(carried: Readonly<Record<string, string>>): string {
  return Object.entries(carried)
    .map(([slot, value]) => `${slot.replace(/_/g, " ")} ${value}`)
    .join(", ");
}

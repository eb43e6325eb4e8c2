import type { Send } from "../transport/result";
import { type DemoScript, type DemoTurn, ScriptError } from "./script";

/** The room as the user of a demo handles it. */
export interface Stage {
  /** Shows this in the composer. */
  readonly type: (text: string) => void;
  readonly say: (text: string) => void;
  /** Presses the open button with this title; false if there is none. */
  readonly press: (title: string) => boolean;
  /** Resolves when nothing is pending. */
  readonly settled: () => Promise<void>;
}

export interface DemoPlayer {
  /** Answers from the script, and asks nobody. */
  readonly send: Send;
  /** Plays all turns; resolves at the end, and when it was stopped. Rejects with a ScriptError at a missing button. */
  readonly play: (stage: Stage) => Promise<void>;
  readonly stop: () => void;
}

/** Milliseconds at pace 1: how long a user and a host take for something. */
const BEFORE_ANSWER = 700;
const BEFORE_TURN = 900;
const PER_LETTER_READ = 16;
const MOST_READING = 3_500;
const PER_LETTER_TYPED = 45;
const BEFORE_SEND = 450;

function textIn(answers: DemoTurn["answers"]): string {
  return answers.flat().map((message) => (message as { text?: unknown } | null)?.text ?? "").join(" ");
}

/** How long somebody reads what was answered last. */
function readingTime(turn: DemoTurn | undefined): number {
  return BEFORE_TURN + Math.min(MOST_READING, textIn(turn?.answers ?? []).length * PER_LETTER_READ);
}

/** Plays a script. The same script is always played in the same way. */
export function demoPlayer({ turns, pace }: DemoScript): DemoPlayer {
  let unasked: DemoTurn["answers"] = [];
  let isStopped = false;
  let wake = () => {};
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      if (isStopped || milliseconds * pace === 0) return resolve();
      const timer = setTimeout(resolve, milliseconds * pace);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const typed = async (stage: Stage, text: string) => {
    const letters = Array.from(text);
    for (let count = 1; count <= letters.length && !isStopped; count += 1) {
      stage.type(letters.slice(0, count).join(""));
      await pause(PER_LETTER_TYPED);
    }
    await pause(BEFORE_SEND);
  };

  const act = async (stage: Stage, { user, answers }: DemoTurn, where: string) => {
    if ("say" in user) await typed(stage, user.say);
    if (isStopped) return;
    unasked = answers;
    if ("say" in user) stage.say(user.say);
    else if (!stage.press(user.press)) throw new ScriptError(`${where}: no open button is called ${user.press}`);
    await stage.settled();
  };

  return {
    send: async () => {
      const [messages, ...rest] = unasked;
      unasked = rest;
      // As hosts answer what they do not know: nothing that would be tried again by itself.
      if (messages === undefined) return { ok: false, failure: { kind: "http", status: 404, cause: "the script has no answer" } };
      await new Promise((resolve) => setTimeout(resolve, BEFORE_ANSWER * pace));
      return { ok: true, messages };
    },
    play: async (stage) => {
      for (const [index, turn] of turns.entries()) {
        await pause(readingTime(turns[index - 1]));
        if (isStopped) return;
        await act(stage, turn, `turn ${index + 1}`);
      }
    },
    stop: () => {
      isStopped = true;
      wake();
    },
  };
}

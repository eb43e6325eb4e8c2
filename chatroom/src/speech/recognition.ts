/** Why nothing was heard: the page may not listen, nobody spoke, the browser's service is away, or anything else. */
export type HearingProblem = "not-allowed" | "no-speech" | "network" | "other";

/** Hears one thing that somebody says, up to a pause. */
export interface Recognizer {
  /**
   * Begins to listen, anew if it listens already. `onText` gets all that was understood so far, again and again;
   * `isFinal` when it does not change any more. `onEnd` comes once, without a problem also when it was stopped.
   */
  readonly start: (
    onText: (text: string, isFinal: boolean) => void,
    onEnd: (problem: HearingProblem | null) => void,
  ) => void;
  /** Listens no longer; what was said until now is still understood. */
  readonly stop: () => void;
  /** Listens no longer and says nothing more, but that it has ended. */
  readonly cancel: () => void;
}

/** What is used of the browser's SpeechRecognition (Web Speech API), which TypeScript does not list. */
interface Recognition {
  lang: string;
  interimResults: boolean;
  onresult: ((event: { readonly results: SpeechRecognitionResultList }) => void) | null;
  onerror: ((event: { readonly error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

type Recognitions = Partial<Record<"SpeechRecognition" | "webkitSpeechRecognition", new () => Recognition>>;

const KNOWN: readonly string[] = ["not-allowed", "no-speech", "network"];

/** "service-not-allowed" is another name for what the page may not do; "aborted" is what somebody wanted. */
function problemOf(error: string): HearingProblem | null {
  if (error === "aborted") return null;
  const kind = error.replace("service-", "");
  return KNOWN.includes(kind) ? (kind as HearingProblem) : "other";
}

/** What listens in this language (a tag such as "en-US"), or null where the browser cannot. */
export function recognizer(language: string, scope: object = globalThis): Recognizer | null {
  const { SpeechRecognition, webkitSpeechRecognition } = scope as Recognitions;
  const Kind = SpeechRecognition ?? webkitSpeechRecognition;
  if (Kind === undefined) return null;
  let current: Recognition | null = null;
  const cancel = () => {
    const left = current;
    left?.onend?.();
    left?.abort();
  };
  return {
    start: (onText, onEnd) => {
      cancel();
      let problem: HearingProblem | null = null;
      const hearing = new Kind();
      hearing.lang = language;
      hearing.interimResults = true;
      hearing.onresult = ({ results }) => {
        const heard = Array.from(results);
        onText(heard.map((result) => result[0]?.transcript ?? "").join("").trim(), heard.every((result) => result.isFinal));
      };
      hearing.onerror = ({ error }) => {
        problem = problemOf(error);
        if (problem !== null) console.warn("Speech was not understood:", error);
      };
      hearing.onend = () => {
        current = hearing.onresult = hearing.onerror = hearing.onend = null;
        onEnd(problem);
      };
      current = hearing;
      try {
        hearing.start();
      } catch (cause) {
        // A browser may refuse to begin, for example while another page listens.
        console.warn("Speech cannot be listened to:", cause);
        problem = "other";
        hearing.onend();
      }
    },
    stop: () => current?.stop(),
    cancel,
  };
}

import { sentencesIn } from "./spoken";

/** Reads aloud, one thing after the other. */
export interface Reader {
  /** Says this when everything before it has been said. */
  readonly say: (text: string) => void;
  /** Is silent at once, and forgets what was still to be said. */
  readonly stop: () => void;
}

const tagOf = (language: string) => language.replace(/_/g, "-").toLowerCase();
const firstOf = (language: string) => tagOf(language).split("-")[0];

/**
 * The voice for a language: of the same region before any other, and one of this machine's before one that needs the
 * web. Null if the browser has none, and chooses by the language alone.
 */
export function voiceFor(language: string, voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | null {
  const same = voices.filter(({ lang }) => tagOf(lang) === tagOf(language));
  const near = voices.filter(({ lang }) => firstOf(lang) === firstOf(language));
  const local = (list: typeof same) => list.find((voice) => voice.localService);
  return local(same) ?? same[0] ?? local(near) ?? near[0] ?? null;
}

/** What reads in this language (a tag such as "en-US"), or null where the browser cannot. */
export function reader(language: string, speech: SpeechSynthesis | undefined = globalThis.speechSynthesis): Reader | null {
  if (speech === undefined || typeof SpeechSynthesisUtterance === "undefined") return null;
  let waiting: string[] = [];
  // Held here: Chromium forgets to say when an utterance ends that nobody holds.
  let current: SpeechSynthesisUtterance | null = null;
  const next = () => {
    const text = waiting.shift();
    const said = (current = text === undefined ? null : new SpeechSynthesisUtterance(text));
    if (said === null) return;
    said.lang = language;
    said.voice = voiceFor(language, speech.getVoices());
    said.onend = () => current === said && next();
    said.onerror = ({ error }) => {
      if (current !== said) return;
      console.warn("A message could not be read aloud:", error);
      next();
    };
    speech.speak(said);
  };
  return {
    say: (text) => {
      waiting.push(...sentencesIn(text));
      if (current === null) next();
    },
    stop: () => {
      waiting = [];
      if (current === null) return;
      current = null;
      speech.cancel();
    },
  };
}

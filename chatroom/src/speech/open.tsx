import { type ComponentChild, render } from "preact";
import type { ChatConfig } from "../config";
import type { Shelf } from "../storage/shelf";
import type { Speech } from "../tools";
import { wordsIn } from "../words";
import { toolWordsIn } from "../words/tools";
import { AloudButton } from "./AloudButton";
import { MicrophoneButton } from "./MicrophoneButton";
import { readAloud } from "./aloud";
import { reader } from "./reader";
import { recognizer } from "./recognition";
import css from "./speech.css?inline";

function joined(before: string, heard: string): string {
  return [before.trim(), heard].filter((part) => part !== "").join(" ");
}

/** Where something is put: in one place at a time. Null takes it away. */
function seat(): (slot: HTMLElement | null, content: ComponentChild) => void {
  let taken: HTMLElement | null = null;
  return (slot, content) => {
    if (taken !== null && taken !== slot) render(null, taken);
    taken = slot;
    if (slot !== null) render(content, slot);
  };
}

/** Speech for one room. Whether it reads aloud is remembered on the shelf, under this key. */
export function openSpeech(config: ChatConfig, language: string, shelf: Shelf, key: string): Speech {
  const words = { ...wordsIn(language), ...toolWordsIn(language) };
  const voice = config.voiceLang === null ? null : reader(config.voiceLang);
  const hearing = config.speechRecognition === null ? null : recognizer(config.speechRecognition);
  const aloud = voice && readAloud(voice, words, language, shelf, key);
  const forMicrophone = seat();
  const forSwitch = seat();
  return {
    putMicrophone:
      hearing &&
      ((slot, field) => {
        let before = "";
        let shown = "";
        const onStart = () => {
          aloud?.hush();
          shown = before = field.text();
        };
        const onText = (heard: string) => {
          if (field.text() !== shown) return hearing.cancel(); // somebody writes: that is what counts
          shown = joined(before, heard);
          field.write(shown);
        };
        forMicrophone(slot, <MicrophoneButton {...{ recognizer: hearing, words, onStart, onText }} />);
      }),
    putSwitch:
      aloud &&
      ((slot) => {
        const draw = () => forSwitch(slot, <AloudButton isOn={aloud.isOn()} words={words} onToggle={toggle} />);
        const toggle = () => {
          aloud.toggle();
          draw();
        };
        draw();
      }),
    said: () => hearing?.cancel(),
    follow: (state) => aloud?.follow(state),
    styles: css,
    stop: () => {
      aloud?.hush();
      hearing?.cancel();
      forMicrophone(null, null);
      forSwitch(null, null);
    },
  };
}

import { Toggle } from "./Toggle";

interface Props {
  isOn: boolean;
  words: { readonly readAloud: string };
  onToggle: () => void;
}

const LOUDSPEAKER = "M4 9.5v5h3.5l5 4v-13l-5 4z";
const SOUND = "M16 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11";
const SILENCE = "M16 9.5l5 5M21 9.5l-5 5";

/** The button of the header that switches reading aloud on and off. */
export function AloudButton({ isOn, words, onToggle }: Props) {
  const sign = LOUDSPEAKER + (isOn ? SOUND : SILENCE);
  return <Toggle name="aloud" label={words.readAloud} isOn={isOn} sign={sign} onToggle={onToggle} />;
}

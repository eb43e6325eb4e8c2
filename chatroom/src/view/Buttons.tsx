import type { Button } from "../protocol/parts";
import { WORDS } from "./words";

interface Props {
  buttons: readonly Button[];
  open: boolean;
  pressed: number | null;
  onPress: (index: number) => void;
}

export function Buttons({ buttons, open, pressed, onPress }: Props) {
  return (
    <div class="choices" role="group" aria-label={WORDS.choices}>
      {buttons.map((button, index) => (
        <button
          key={index}
          type="button"
          class={`choice${pressed === index ? " pressed" : ""}`}
          data-testid="choice"
          disabled={!open}
          onClick={() => onPress(index)}
        >
          {button.title}
        </button>
      ))}
    </div>
  );
}

import type { Button } from "../protocol/parts";
import type { Surroundings } from "./surroundings";

interface Props {
  buttons: readonly Button[];
  open: boolean;
  pressed: number | null;
  onPress: (index: number) => void;
}

export function Buttons({ buttons, open, pressed, onPress }: Props, { words }: Surroundings) {
  return (
    <div class="choices" role="group" aria-label={words.choices}>
      {buttons.map(({ title, url }, index) =>
        url === undefined ? (
          <button
            key={index}
            type="button"
            class={`choice${pressed === index ? " pressed" : ""}`}
            data-testid="choice"
            dir="auto"
            disabled={!open}
            onClick={() => onPress(index)}
          >
            {title}
          </button>
        ) : (
          <a key={index} class="choice" dir="auto" href={url} target="_blank" rel="noopener noreferrer">
            {title}
            <span class="unseen"> ({words.opensBeside})</span>
          </a>
        ),
      )}
    </div>
  );
}

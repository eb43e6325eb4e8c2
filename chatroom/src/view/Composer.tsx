import { Component, type RefObject, type TargetedKeyboardEvent } from "preact";
import { Sign } from "./Sign";
import type { Surroundings } from "./surroundings";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  /** What is written and not sent yet. */
  text: string;
  onDraft: (text: string) => void;
  onSay: (text: string) => void;
}

function fitHeight(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

/** Enter sends, Shift+Enter starts a new line; Enter that picks a word of an input method (229 in Safari) does neither. */
function isSendKey(event: TargetedKeyboardEvent<HTMLTextAreaElement>): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

export class Composer extends Component<Props> {
  readonly #submit = () => {
    const { text, field, onSay } = this.props;
    if (text.trim() !== "") onSay(text);
    field.current?.focus();
  };

  #fit(): void {
    if (this.props.field.current !== null) fitHeight(this.props.field.current);
  }

  override componentDidMount(): void {
    this.#fit();
  }

  override componentDidUpdate({ text }: Props): void {
    if (text !== this.props.text) this.#fit();
  }

  render({ field, text, onDraft }: Props) {
    const { words, slots } = this.context as Surroundings;
    return (
      <form class="composer" onSubmit={(event) => { event.preventDefault(); this.#submit(); }}>
        <textarea
          ref={field}
          class="field"
          data-testid="composer"
          aria-label={words.composerLabel}
          placeholder={words.composerHint}
          rows={1}
          dir="auto"
          autocomplete="off"
          enterkeyhint="send"
          value={text}
          onInput={(event) => onDraft(event.currentTarget.value)}
          onKeyDown={(event) => { if (isSendKey(event)) { event.preventDefault(); this.#submit(); } }}
        />
        {slots.composer && <span class="slot" ref={slots.composer} />}
        <button type="submit" class="send" data-testid="send" aria-label={words.send} disabled={text.trim() === ""}>
          <Sign d="M12 20V5M5.5 11.5 12 5l6.5 6.5" />
        </button>
      </form>
    );
  }
}

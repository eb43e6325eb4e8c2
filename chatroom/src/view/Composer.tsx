import { Component, type RefObject, type TargetedKeyboardEvent } from "preact";
import { WORDS } from "./words";

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  onSay: (text: string) => void;
}

function fitHeight(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

/** Enter sends, Shift+Enter starts a new line; Enter that picks a word of an input method does neither. */
function isSendKey(event: TargetedKeyboardEvent<HTMLTextAreaElement>): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing;
}

export class Composer extends Component<Props, { text: string }> {
  override state = { text: "" };

  private readonly submit = () => {
    const { text } = this.state;
    const { field, onSay } = this.props;
    if (text.trim() !== "") {
      onSay(text);
      this.setState({ text: "" });
      field.current?.style.removeProperty("height");
    }
    field.current?.focus();
  };

  render({ field }: Props, { text }: { text: string }) {
    return (
      <form class="composer" onSubmit={(event) => { event.preventDefault(); this.submit(); }}>
        <textarea
          ref={field}
          class="field"
          data-testid="composer"
          aria-label={WORDS.composerLabel}
          placeholder={WORDS.composerHint}
          rows={1}
          autocomplete="off"
          enterkeyhint="send"
          value={text}
          onInput={(event) => { this.setState({ text: event.currentTarget.value }); fitHeight(event.currentTarget); }}
          onKeyDown={(event) => { if (isSendKey(event)) { event.preventDefault(); this.submit(); } }}
        />
        <button type="submit" class="send" data-testid="send" aria-label={WORDS.send} disabled={text.trim() === ""}>
          <SendSign />
        </button>
      </form>
    );
  }
}

function SendSign() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d="M12 20V5M5.5 11.5 12 5l6.5 6.5" />
    </svg>
  );
}

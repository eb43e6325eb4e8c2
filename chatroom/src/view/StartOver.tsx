import { Component, createRef } from "preact";
import { WORDS } from "./words";

interface Props {
  onConfirm: () => void;
}

type Stage = "idle" | "asking" | "done";

/** The button that clears the conversation, and the question that it asks before it does. */
export class StartOver extends Component<Props, { stage: Stage }> {
  override state = { stage: "idle" as Stage };

  private readonly button = createRef<HTMLButtonElement>();
  private readonly question = createRef<HTMLDivElement>();

  private readonly ask = () => {
    this.setState({ stage: "asking" }, () => this.question.current?.focus());
  };

  private readonly keep = () => {
    this.setState({ stage: "idle" });
    this.button.current?.focus();
  };

  private readonly confirm = () => {
    this.setState({ stage: "done" });
    this.props.onConfirm();
  };

  private readonly onKeyDown = ({ key }: { key: string }) => {
    if (key === "Escape" && this.state.stage === "asking") this.keep();
  };

  render(_: Props, { stage }: { stage: Stage }) {
    const { startOver, startOverQuestion, keep, startedOver } = WORDS;
    return (
      <div class="start-over" onKeyDown={this.onKeyDown}>
        <button
          ref={this.button}
          type="button"
          class="again"
          title={startOver}
          aria-label={startOver}
          onClick={this.ask}
        >
          <AgainSign />
        </button>
        {stage === "asking" && (
          <div ref={this.question} class="question" role="alertdialog" aria-label={startOverQuestion} tabIndex={-1}>
            <span>{startOverQuestion}</span>
            <button type="button" class="choice" onClick={this.confirm}>
              {startOver}
            </button>
            <button type="button" class="choice" onClick={this.keep}>
              {keep}
            </button>
          </div>
        )}
        <span class="unseen" role="status">
          {stage === "done" && startedOver}
        </span>
      </div>
    );
  }
}

function AgainSign() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d="M5 3.5V8h4.5M5 8a8 8 0 1 1 0 8" />
    </svg>
  );
}

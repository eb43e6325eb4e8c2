import { Component, createRef } from "preact";
import { Sign } from "./Sign";
import type { Surroundings } from "./surroundings";

interface Props {
  onConfirm: () => void;
}

type Stage = "idle" | "asking" | "done";

/** The button that clears the conversation, and the question that it asks before it does. */
export class StartOver extends Component<Props, { stage: Stage }> {
  override state = { stage: "idle" as Stage };

  readonly #button = createRef<HTMLButtonElement>();
  readonly #question = createRef<HTMLDivElement>();

  readonly #ask = () => {
    this.setState({ stage: "asking" }, () => this.#question.current?.focus());
  };

  readonly #keep = () => {
    this.setState({ stage: "idle" });
    this.#button.current?.focus();
  };

  readonly #confirm = () => {
    this.setState({ stage: "done" });
    this.props.onConfirm();
  };

  readonly #onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || this.state.stage !== "asking") return;
    event.stopPropagation(); // one thing is closed at a time
    this.#keep();
  };

  render(_: Props, { stage }: { stage: Stage }) {
    const { startOver, startOverQuestion, keep, startedOver } = (this.context as Surroundings).words;
    return (
      <div class="start-over" onKeyDown={this.#onKeyDown}>
        <button
          ref={this.#button}
          type="button"
          class="tool"
          title={startOver}
          aria-label={startOver}
          onClick={this.#ask}
        >
          <Sign d="M5 3.5V8h4.5M5 8a8 8 0 1 1 0 8" />
        </button>
        {stage === "asking" && (
          <div ref={this.#question} class="question" role="alertdialog" aria-label={startOverQuestion} tabIndex={-1}>
            <span>{startOverQuestion}</span>
            <button type="button" class="choice" onClick={this.#confirm}>
              {startOver}
            </button>
            <button type="button" class="choice" onClick={this.#keep}>
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

import { Component } from "preact";
import { Toggle } from "./Toggle";
import type { HearingProblem, Recognizer } from "./recognition";

const MICROPHONE = "M12 3.5a3 3 0 0 1 3 3V11a3 3 0 0 1-6 0V6.5a3 3 0 0 1 3-3M6 11a6 6 0 0 0 12 0M12 17v3.5";

export interface MicrophoneWords {
  readonly speak: string;
  readonly listening: string;
  readonly hearing: Readonly<Record<HearingProblem, string>>;
}

interface Props {
  recognizer: Recognizer;
  words: MicrophoneWords;
  /** Somebody is about to speak. */
  onStart: () => void;
  /** All that was understood since then. */
  onText: (text: string, isFinal: boolean) => void;
}

interface State {
  isOn: boolean;
  problem: HearingProblem | null;
}

/** The button of the composer with which one speaks in place of writing, and what came of it. */
export class MicrophoneButton extends Component<Props, State> {
  override state: State = { isOn: false, problem: null };

  private readonly toggle = () => {
    const { recognizer, onStart, onText } = this.props;
    if (this.state.isOn) return recognizer.stop();
    onStart();
    this.setState({ isOn: true, problem: null });
    recognizer.start(onText, (problem) => this.setState({ isOn: false, problem }));
  };

  override componentWillUnmount(): void {
    this.props.recognizer.cancel();
  }

  render({ words }: Props, { isOn, problem }: State) {
    return (
      <>
        <Toggle name="microphone" label={words.speak} isOn={isOn} sign={MICROPHONE} onToggle={this.toggle} />
        <span class="hearing" role="status">
          {isOn ? words.listening : problem !== null && words.hearing[problem]}
        </span>
      </>
    );
  }
}

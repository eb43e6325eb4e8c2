import { Component, createRef } from "preact";
import { type ChatState, hostOf } from "../state/model";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Timeline } from "./Timeline";
import type { Actions } from "./actions";
import { hueOf } from "./looks";

interface Props {
  state: ChatState;
  actions: Actions;
}

/** The whole chat window, drawn from the state alone. */
export class ChatRoom extends Component<Props> {
  private readonly field = createRef<HTMLTextAreaElement>();
  private isStartingOver = false;

  // What was just pressed is disabled or gone and would drop the keyboard focus, so the focus goes to the composer.
  private readonly actions: Actions = {
    say: (text) => this.props.actions.say(text),
    press: (key, index) => {
      this.props.actions.press(key, index);
      this.field.current?.focus();
    },
    retry: () => {
      this.props.actions.retry();
      this.field.current?.focus();
    },
    startOver: () => {
      this.isStartingOver = true;
      this.props.actions.startOver();
      this.field.current?.focus();
    },
  };

  // The new conversation has a composer of its own. One that another tab began takes the focus from nobody.
  override componentDidUpdate({ state }: Props): void {
    if (!this.isStartingOver || state.conversationId === this.props.state.conversationId) return;
    this.isStartingOver = false;
    this.field.current?.focus();
  }

  render({ state }: Props) {
    return (
      <section class="chatroom" style={{ "--hue": String(hueOf(state.hosts, state.holderId)) }}>
        <Header holder={hostOf(state, state.holderId)} onStartOver={this.actions.startOver} />
        <Timeline state={state} actions={this.actions} />
        <Composer key={state.conversationId} field={this.field} onSay={this.actions.say} />
      </section>
    );
  }
}

import { Component, createRef } from "preact";
import type { Host } from "../protocol/hosts";
import { type ChatState, hostOf } from "../state/model";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Timeline } from "./Timeline";
import type { Actions } from "./actions";
import { toneStyle } from "./looks";
import type { Surroundings } from "./surroundings";

interface Props {
  state: ChatState;
  /** What is written and not sent yet. */
  draft: string;
  /** Who held the conversation before, and can be gone back to. */
  back: Host | null;
  actions: Actions;
  surroundings: Surroundings;
  onClose: (() => void) | null;
}

/** The whole chat window, drawn from the state alone. */
export class ChatRoom extends Component<Props> {
  readonly #field = createRef<HTMLTextAreaElement>();
  #isStartingOver = false;

  getChildContext(): Surroundings {
    return this.props.surroundings;
  }

  readonly #focus = () => this.#field.current?.focus();

  // What was just pressed is disabled or gone and would drop the keyboard focus, so the focus goes to the composer.
  readonly #actions: Actions = {
    say: (text) => this.props.actions.say(text),
    draft: (text) => this.props.actions.draft(text),
    press: (key, index) => {
      this.props.actions.press(key, index);
      this.#focus();
    },
    retry: () => {
      this.props.actions.retry();
      this.#focus();
    },
    askFor: (hostId, shown) => {
      this.props.actions.askFor(hostId, shown);
      this.#focus();
    },
    leaveFor: (hostId) => {
      this.props.actions.leaveFor(hostId);
      this.#focus();
    },
    startOver: () => {
      this.#isStartingOver = true;
      this.props.actions.startOver();
      this.#focus();
    },
  };

  // The new conversation has a composer of its own. One that another tab began takes the focus from nobody.
  override componentDidUpdate({ state }: Props): void {
    if (!this.#isStartingOver || state.conversationId === this.props.state.conversationId) return;
    this.#isStartingOver = false;
    this.#focus();
  }

  render({ state, draft, back, surroundings, onClose }: Props) {
    const { looks, words } = surroundings;
    const holder = hostOf(state, state.holderId);
    return (
      // An empty title keeps the browser from showing that of the element round it as a hint over everything.
      <section class="chatroom" lang={words.lang} title="" aria-label={holder.title} style={toneStyle(state.hosts, looks, holder.id)}>
        <Header holder={holder} back={back} isBusy={state.pending !== null} actions={this.#actions} onClose={onClose} />
        <Timeline state={state} actions={this.#actions} />
        <Composer
          key={state.conversationId}
          field={this.#field}
          text={draft}
          onDraft={this.#actions.draft}
          onSay={this.#actions.say}
        />
      </section>
    );
  }
}

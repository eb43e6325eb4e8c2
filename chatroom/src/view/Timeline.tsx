import { Component, createRef } from "preact";
import { type ChatState, type TimelineItem, hostOf } from "../state/model";
import { appendMessages } from "../state/timeline";
import { Avatar } from "./Avatar";
import { ProblemLine, Typing } from "./Lines";
import { Rows } from "./Rows";
import { Sign } from "./Sign";
import type { Actions } from "./actions";
import { type Line, arrange } from "./arrange";
import { type Drawn, drawMore, drawnOf, split } from "./earlier";
import { toneStyle } from "./looks";
import { PAGE_CLOCK, createRhythm } from "./rhythm";
import type { Surroundings } from "./surroundings";

interface Props {
  state: ChatState;
  actions: Actions;
}

/** `wakes` counts how often the rhythm had more to show. */
interface Sight {
  isBehind: boolean;
  drawn: Drawn | null;
  wakes: number;
}

/** What was so before something is drawn. */
interface Before {
  /** How far the end of the list was away: it stays there when lines are added above. */
  fromEnd: number;
  focused: HTMLElement | null;
}

/** So near to its end the list counts as being read at its end, and so near to its beginning more of it is drawn. */
const NEAR_PIXELS = 80;

/** All that there is to see; the buttons of an answer that is not complete yet come with its end. */
function itemsOf(state: ChatState): readonly TimelineItem[] {
  if (state.streamed.length === 0) return state.timeline;
  const { timeline } = appendMessages(state, state.streamed, state.holderId);
  return timeline.filter((item, index) => index < state.timeline.length || item.kind !== "buttons");
}

/** Whether a host has something to answer just now: one that is not there does not write. */
function isUnderWay({ pending, trouble }: ChatState): boolean {
  return pending !== null && trouble?.isSending !== false;
}

/** Whether what is tried again can be seen in no line of its own: it was not written by the user. */
function isUnseen({ pending, trouble }: ChatState): boolean {
  return trouble !== null && pending?.purpose !== "take_over" && pending?.itemKey === null;
}

/** Everything that was said, oldest first. It stays at its end, unless somebody reads further up. */
export class Timeline extends Component<Props, Sight> {
  override state: Sight = { isBehind: false, drawn: null, wakes: 0 };

  readonly #box = createRef<HTMLDivElement>();
  readonly #rhythm = createRhythm(PAGE_CLOCK, () => this.setState({ wakes: this.state.wakes + 1 }));
  #isAtEnd = true;
  #lines: readonly Line[] = [];

  readonly #showEnd = () => {
    this.#box.current?.scrollTo({ top: this.#box.current.scrollHeight });
  };

  readonly #goToEnd = () => {
    this.#showEnd();
    this.#box.current?.focus({ preventScroll: true });
  };

  readonly #showEarlier = () => {
    if (this.state.drawn !== null) this.setState({ drawn: drawMore(this.state.drawn, this.#lines) });
    this.#box.current?.focus({ preventScroll: true });
  };

  readonly #onScroll = () => {
    const box = this.#box.current;
    if (box === null) return;
    this.#isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PIXELS;
    if (this.#isAtEnd && this.state.isBehind) this.setState({ isBehind: false });
    const { drawn } = this.state;
    if (drawn !== null && box.scrollTop < NEAR_PIXELS) this.setState({ drawn: drawMore(drawn, this.#lines) });
  };

  /** A picture is known to be tall only when it is there. */
  readonly #onLoad = () => {
    if (this.#isAtEnd) this.#showEnd();
  };

  static getDerivedStateFromProps({ state }: Props, { drawn }: Sight): Partial<Sight> {
    return { drawn: drawnOf(drawn, state.conversationId, arrange(state.timeline)) };
  }

  /** The end stays in sight when the room gets smaller, as by an on-screen keyboard. */
  readonly #resized = globalThis.ResizeObserver && new ResizeObserver(() => this.#onLoad());

  override componentDidMount(): void {
    this.#showEnd();
    if (this.#box.current !== null) this.#resized?.observe(this.#box.current);
  }

  override componentWillUnmount(): void {
    this.#rhythm.stop();
    this.#resized?.disconnect();
  }

  override shouldComponentUpdate({ state }: Props, sight: Sight): boolean {
    const { isBehind, drawn, wakes } = this.state;
    const isSame = sight.isBehind === isBehind && sight.drawn === drawn && sight.wakes === wakes;
    return !isSame || state !== this.props.state;
  }

  override getSnapshotBeforeUpdate(): Before {
    const box = this.#box.current;
    const focused = box?.querySelector<HTMLElement>(":focus") ?? null;
    return { fromEnd: box === null ? 0 : box.scrollHeight - box.scrollTop, focused };
  }

  override componentDidUpdate(before: Props, sight: Sight, { fromEnd, focused }: Before): void {
    // What had the focus is gone or cannot be pressed any more: the keyboard goes on from the conversation.
    if (focused?.isConnected === false || focused?.matches(":disabled")) this.#box.current?.focus({ preventScroll: true });
    const { timeline, conversationId } = this.props.state;
    const { drawn, isBehind } = this.state;
    const isOther = conversationId !== before.state.conversationId;
    const isLonger = timeline.length > before.state.timeline.length;
    if (this.#isAtEnd || isOther || (isLonger && timeline.at(-1)?.kind === "user")) return this.#showEnd();
    if (drawn !== sight.drawn) this.#box.current?.scrollTo({ top: this.#box.current.scrollHeight - fromEnd });
    if (isLonger && !isBehind) this.setState({ isBehind: true });
  }

  render({ state, actions }: Props, { isBehind, drawn }: Sight) {
    const { words, looks } = this.context as Surroundings;
    this.#lines = arrange(this.#rhythm.shown(state.conversationId, itemsOf(state), document.hidden));
    const { hidden, earlier, live } = split(drawnOf(drawn, state.conversationId, this.#lines), this.#lines);
    const holder = hostOf(state, state.holderId);
    const rows = { state, actions };
    return (
      <div class="lines">
        <div
          class="timeline"
          data-testid="timeline"
          ref={this.#box}
          tabIndex={0}
          role="group"
          aria-label={words.timeline}
          onScroll={this.#onScroll}
          onLoadCapture={this.#onLoad}
        >
          {hidden > 0 && (
            <button type="button" class="choice" data-testid="earlier" onClick={this.#showEarlier}>
              {words.earlier}
            </button>
          )}
          <Rows {...rows} lines={earlier} before={this.#lines[hidden - 1]?.item} />
          <div class="live" role="log" aria-live="polite" aria-label={words.timeline}>
            <Rows {...rows} lines={live} before={this.#lines[hidden + earlier.length - 1]?.item} />
            {isUnseen(state) && state.trouble !== null && (
              <div class="row error">
                <ProblemLine problem={state.trouble} title={holder.title} isRetried onRetry={actions.retry} />
              </div>
            )}
            {(isUnderWay(state) || this.#rhythm.isRevealing()) && (
              <div class="row opens" style={toneStyle(state.hosts, looks, holder.id)}>
                <Avatar host={holder} />
                <Typing title={holder.title} />
              </div>
            )}
          </div>
        </div>
        {isBehind && (
          <button type="button" class="newest" aria-label={words.newest} onClick={this.#goToEnd}>
            <Sign d="M12 4v15M5.5 12.5 12 19l6.5-6.5" />
          </button>
        )}
      </div>
    );
  }
}

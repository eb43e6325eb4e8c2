import { Component, createRef } from "preact";
import { type ChatState, type TimelineItem, hostOf } from "../state/model";
import { appendMessages } from "../state/timeline";
import { Avatar } from "./Avatar";
import { ProblemLine, Typing } from "./Lines";
import { Rows } from "./Rows";
import { Sign } from "./Sign";
import type { Actions } from "./actions";
import { type Line, arrange } from "./arrange";
import { type Drawn, STEP_LINES, drawMore, drawnOf, split } from "./earlier";
import { Follower, NEAR_PIXELS } from "./follow";
import { toneStyle } from "./looks";
import { PAGE_CLOCK, createRhythm } from "./rhythm";
import { opens } from "./speakers";
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

/** When so many lines were drawn, those far above are taken away again. */
const MOST_LINES = 3 * STEP_LINES;

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

/** Whether the last of these lines is one of this host's own. */
function ends(lines: readonly Line[], hostId: string): boolean {
  const last = lines.at(-1)?.item;
  return last !== undefined && last.hostId === hostId && opens(last, undefined);
}

/** Everything that was said, oldest first. */
export class Timeline extends Component<Props, Sight> {
  override state: Sight = { isBehind: false, drawn: null, wakes: 0 };

  readonly #box = createRef<HTMLDivElement>();
  readonly #follower = new Follower(() => this.#box.current);
  readonly #rhythm = createRhythm(PAGE_CLOCK, () => this.setState({ wakes: this.state.wakes + 1 }));
  #lines: readonly Line[] = [];

  readonly #follow = () => {
    this.#follower.follow();
    this.#look();
  };

  readonly #goToEnd = () => {
    this.#follower.goToEnd();
    this.#box.current?.focus({ preventScroll: true });
  };

  readonly #showEarlier = () => {
    this.#drawMore();
    this.#box.current?.focus({ preventScroll: true });
  };

  readonly #onScroll = () => {
    this.#follower.scrolled();
    this.#look();
    if ((this.#box.current?.scrollTop ?? Infinity) < NEAR_PIXELS) this.#drawMore();
  };

  /** Pictures are known to be tall only when they are there, and a room gets smaller by an on-screen keyboard. */
  readonly #resized = globalThis.ResizeObserver && new ResizeObserver(this.#follow);

  override componentDidMount(): void {
    this.#follower.goToEnd();
    if (this.#box.current !== null) this.#resized?.observe(this.#box.current);
  }

  override componentWillUnmount(): void {
    this.#rhythm.stop();
    this.#resized?.disconnect();
  }

  /** Says so when there is more below than can be seen. */
  #look(): void {
    const { isBehind } = this.#follower;
    if (isBehind !== this.state.isBehind) this.setState({ isBehind });
  }

  #drawMore(): void {
    const { drawn } = this.state;
    if (drawn !== null) this.setState({ drawn: drawMore(drawn, this.#lines) });
  }

  static getDerivedStateFromProps({ state }: Props, { drawn }: Sight): Partial<Sight> | null {
    const { conversationId, timeline } = state;
    return drawn?.conversationId === conversationId ? null : { drawn: drawnOf(null, conversationId, arrange(timeline)) };
  }

  override shouldComponentUpdate({ state }: Props, sight: Sight): boolean {
    const { isBehind, drawn, wakes } = this.state;
    const isSame = sight.isBehind === isBehind && sight.drawn === drawn && sight.wakes === wakes;
    return !isSame || state !== this.props.state;
  }

  override getSnapshotBeforeUpdate(): Before {
    const focused = this.#box.current?.querySelector<HTMLElement>(":focus") ?? null;
    return { fromEnd: this.#follower.fromEnd(), focused };
  }

  override componentDidUpdate(before: Props, sight: Sight, { fromEnd, focused }: Before): void {
    // What had the focus is gone or cannot be pressed any more: the keyboard goes on from the conversation.
    if (focused?.isConnected === false || focused?.matches(":disabled")) this.#box.current?.focus({ preventScroll: true });
    const { timeline, conversationId } = this.props.state;
    const { drawn } = this.state;
    const isOther = conversationId !== before.state.conversationId;
    const hasSpoken = timeline.length > before.state.timeline.length && timeline.at(-1)?.kind === "user";
    if (isOther || hasSpoken) this.#follower.begin();
    if (this.#follower.isFollowing) this.#drawLess();
    else if (drawn !== sight.drawn) this.#follower.keep(fromEnd);
    this.#follow();
  }

  /** Takes lines out that are far above: a page that stays open for a day stays quick. */
  #drawLess(): void {
    const { hidden } = split(drawnOf(this.state.drawn, this.props.state.conversationId, this.#lines), this.#lines);
    const drawn = drawnOf(null, this.props.state.conversationId, this.#lines);
    if (this.#lines.length - hidden > MOST_LINES) this.setState({ drawn });
  }

  render({ state, actions }: Props, { isBehind, drawn }: Sight) {
    const { words, looks } = this.context as Surroundings;
    this.#lines = arrange(this.#rhythm.shown(state.conversationId, itemsOf(state), document.hidden));
    const { hidden, earlier, live } = split(drawnOf(drawn, state.conversationId, this.#lines), this.#lines);
    const holder = hostOf(state, state.holderId);
    const isOpening = !ends(this.#lines, holder.id);
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
          onLoadCapture={this.#follow}
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
              <div class={`row${isOpening ? " opens" : ""}`} style={toneStyle(state.hosts, looks, holder.id)}>
                {isOpening && <Avatar host={holder} />}
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

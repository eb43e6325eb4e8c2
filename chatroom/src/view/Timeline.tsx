import { Component, createRef } from "preact";
import { type ChatState, hostOf } from "../state/model";
import { Avatar } from "./Avatar";
import { Typing } from "./Lines";
import { Row } from "./Row";
import type { Actions } from "./actions";
import { hueOf } from "./looks";
import { interrupts, opens } from "./speakers";
import { WORDS } from "./words";

interface Props {
  state: ChatState;
  actions: Actions;
}

function rows({ state, actions }: Props) {
  const { timeline, hosts, conversationId } = state;
  return timeline.map((item, index) => {
    const before = timeline[index - 1];
    const host = hostOf(state, item.hostId);
    const looks = { hue: hueOf(hosts, host.id), opens: opens(item, before), named: interrupts(item, before) };
    // Lines of another conversation are others, so that the first one is read out when the user starts over.
    return <Row key={conversationId + item.key} item={item} host={host} actions={actions} {...looks} />;
  });
}

function TypingRow({ title }: { title: string }) {
  return (
    <div class="row opens">
      <Avatar title={title} />
      <Typing title={title} />
    </div>
  );
}

/** Everything that was said, oldest first, scrolled to its end whenever something is added. */
export class Timeline extends Component<Props> {
  private readonly box = createRef<HTMLDivElement>();

  private readonly showEnd = () => {
    this.box.current?.scrollTo({ top: this.box.current.scrollHeight });
  };

  override componentDidMount(): void {
    this.showEnd();
  }

  override componentDidUpdate(): void {
    this.showEnd();
  }

  render(props: Props) {
    const { state } = props;
    return (
      <div
        class="timeline"
        data-testid="timeline"
        ref={this.box}
        tabIndex={0}
        role="log"
        aria-live="polite"
        aria-label={WORDS.timeline}
        // A picture is known to be tall only when it is there.
        onLoadCapture={this.showEnd}
      >
        {rows(props)}
        {state.pending !== null && <TypingRow title={hostOf(state, state.holderId).title} />}
      </div>
    );
  }
}

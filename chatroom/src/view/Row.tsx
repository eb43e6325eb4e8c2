import { Component } from "preact";
import type { Host } from "../protocol/hosts";
import type { TimelineItem } from "../state/model";
import { Avatar } from "./Avatar";
import { Buttons } from "./Buttons";
import { ErrorLine, HandoffLine } from "./Lines";
import { BotMessage, Picture, UserMessage } from "./Message";
import type { Actions } from "./actions";

interface Props {
  item: TimelineItem;
  host: Host;
  hue: number;
  /** Whether this line is the first of several of one host: there the avatar stands. */
  opens: boolean;
  /** Whether the host's name can be seen, and not only be heard. */
  named: boolean;
  actions: Actions;
}

function content({ item, host, named, actions }: Props) {
  switch (item.kind) {
    case "user":
      return <UserMessage text={item.text} status={item.status} />;
    case "bot":
      return <BotMessage text={item.text} title={host.title} named={named} />;
    case "image":
      return <Picture url={item.url} />;
    case "buttons":
      return <Buttons {...item} onPress={(index) => actions.press(item.key, index)} />;
    case "handoff":
      return <HandoffLine title={host.title} carried={item.carried} />;
    case "error": {
      const onRetry = item.retry === null ? null : actions.retry;
      return <ErrorLine problem={item.problem} title={host.title} onRetry={onRetry} />;
    }
  }
}

/** One line of the conversation, drawn again only when it changes: reading Markdown is the dearest step. */
export class Row extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return next.item !== this.props.item;
  }

  render(props: Props) {
    const { item, host, hue, opens } = props;
    return (
      <div
        class={`row ${item.kind}${opens ? " opens" : ""}`}
        data-kind={item.kind}
        data-status={item.kind === "user" ? item.status : undefined}
        style={{ "--hue": String(hue) }}
      >
        {opens && <Avatar title={host.title} />}
        {content(props)}
      </div>
    );
  }
}

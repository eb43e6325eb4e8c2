import { Component } from "preact";
import type { Host } from "../protocol/hosts";
import type { TimelineItem, Trouble } from "../state/model";
import { Avatar } from "./Avatar";
import { Buttons } from "./Buttons";
import { HandoffLine, ProblemLine } from "./Lines";
import { Attachment, BotMessage, Picture, UserMessage } from "./Message";
import type { Actions } from "./actions";
import type { ProblemItem } from "./arrange";

interface Props {
  item: TimelineItem;
  /** What went wrong with this message of the user's. */
  problem: ProblemItem | null;
  /** Why this message of the user's is tried again just now. */
  trouble: Trouble | null;
  host: Host;
  /** Who could be talked to instead, where something went wrong. */
  others: readonly Host[];
  tone: Record<string, string>;
  /** Whether this line is the first of several of one host: there the avatar stands. */
  opens: boolean;
  /** Whether the host's name can be seen, and not only be heard. */
  named: boolean;
  actions: Actions;
}

function problemLine({ trouble, host, others, actions }: Props, problem: ProblemItem | null) {
  const { retry, leaveFor } = actions;
  if (trouble !== null) {
    const helpers = trouble.tries > 1 && trouble.kind !== "offline" ? others : [];
    return <ProblemLine problem={trouble} title={host.title} isRetried onRetry={retry} others={helpers} onLeave={leaveFor} />;
  }
  if (problem === null) return null;
  const canGo = problem.retry !== null && problem.problem.kind !== "offline";
  return (
    <ProblemLine
      problem={problem.problem}
      title={host.title}
      onRetry={problem.retry === null ? null : retry}
      others={canGo ? others.filter(({ title }) => !("target" in problem.problem) || title !== problem.problem.target) : []}
      onLeave={leaveFor}
    />
  );
}

function content(props: Props) {
  const { item, problem, trouble, host, named, actions } = props;
  switch (item.kind) {
    case "user":
      return (
        <>
          <UserMessage text={item.text} status={item.status} isExplained={problem !== null || trouble !== null} />
          {problemLine(props, problem)}
        </>
      );
    case "bot":
      return <BotMessage text={item.text} title={host.title} named={named} />;
    case "image":
      return <Picture url={item.url} />;
    case "attachment":
      return <Attachment url={item.url} name={item.name} />;
    case "buttons":
      return <Buttons {...item} onPress={(index) => actions.press(item.key, index)} />;
    case "handoff":
      return <HandoffLine title={host.title} carried={item.carried} />;
    case "error":
      return problemLine(props, item);
  }
}

/** One line of the conversation, drawn again only when it changes: reading Markdown is the dearest step. */
export class Row extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const compared = ["item", "problem", "trouble", "others", "opens", "named"] as const;
    return compared.some((name) => next[name] !== this.props[name]);
  }

  render(props: Props) {
    const { item, host, tone, opens } = props;
    return (
      <div
        class={`row ${item.kind}${opens ? " opens" : ""}`}
        data-kind={item.kind === "error" ? undefined : item.kind}
        data-status={item.kind === "user" ? item.status : undefined}
        style={tone}
      >
        {opens && <Avatar host={host} />}
        {content(props)}
      </div>
    );
  }
}

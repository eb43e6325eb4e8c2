import { Component, type ComponentChildren } from "preact";
import type { DebugLog, Entry } from "./log";
import type { Tracker } from "./tracker";

export interface DebugWords {
  readonly debug: string;
  readonly nothingSent: string;
  readonly request: string;
  readonly answer: string;
  readonly failure: string;
  readonly underWay: string;
  readonly claims: string;
  readonly slots: string;
  readonly intent: string;
  readonly noApi: string;
  readonly copy: string;
  readonly copied: string;
}

interface Props {
  log: DebugLog;
  words: DebugWords;
}

const COLOUR = { "--hue": "215", "--strength": "1" };

const written = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function Pairs({ caption, pairs }: { caption: string; pairs: readonly (readonly [string, unknown])[] }) {
  if (pairs.length === 0) return null;
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>
        {pairs.map(([name, value]) => (
          <tr>
            <th scope="row">{name}</th>
            <td>{written(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Part({ title, value }: { title: string; value: unknown }) {
  return (
    <>
      <h3>{title}</h3>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </>
  );
}

function understood({ intent, confidence, entities }: Tracker): readonly (readonly [string, unknown])[] {
  return intent === null ? [] : [[intent, confidence === null ? "" : `${Math.round(confidence * 100)} %`], ...entities];
}

function Findings({ tracker, words }: { tracker: Tracker | null; words: DebugWords }) {
  if (tracker === null) return <p>{words.noApi}</p>;
  return (
    <>
      <Pairs caption={words.intent} pairs={understood(tracker)} />
      <Pairs caption={words.slots} pairs={Object.entries(tracker.slots)} />
    </>
  );
}

function outcome({ answer }: Entry, words: DebugWords): ComponentChildren {
  if (answer === null) return null;
  if ("failure" in answer) return <Part title={words.failure} value={answer.failure} />;
  return <Part title={words.answer} value={answer.messages} />;
}

function Turn({ entry, slowest, words }: { entry: Entry; slowest: number; words: DebugWords }) {
  const { number, at, holderTitle, message, request, answer, milliseconds, tickets, tracker } = entry;
  const share = milliseconds === null ? 0 : (milliseconds / slowest) * 100;
  return (
    <li class={answer !== null && "failure" in answer ? "failed" : undefined}>
      <details>
        <summary>
          {number}. {holderTitle}: {message}
          <span class="taken">{milliseconds === null ? words.underWay : `${milliseconds} ms`}</span>
          <span class="bar" aria-hidden="true" style={{ width: `${share}%` }} />
        </summary>
        <time dateTime={at}>{at}</time>
        <Part title={words.request} value={request} />
        {outcome(entry, words)}
        {tickets.map(({ claims }) => (
          <Pairs caption={words.claims} pairs={Object.entries(claims)} />
        ))}
        {tracker !== undefined && <Findings tracker={tracker} words={words} />}
      </details>
    </li>
  );
}

/** Every request of this page, newest last. It has the class of a chat room for its colours. */
export class DebugPanel extends Component<Props, { isCopied: boolean }> {
  override state = { isCopied: false };
  private unsubscribe = () => {};

  private readonly copy = () => {
    const json = JSON.stringify(this.props.log.entries(), null, 2);
    navigator.clipboard.writeText(json).then(
      () => this.setState({ isCopied: true }),
      (cause: unknown) => console.warn("The log could not be copied:", cause),
    );
  };

  override componentDidMount(): void {
    this.unsubscribe = this.props.log.subscribe(() => this.setState({ isCopied: false }));
  }

  override componentWillUnmount(): void {
    this.unsubscribe();
  }

  render({ log, words }: Props, { isCopied }: { isCopied: boolean }) {
    const entries = log.entries();
    const slowest = Math.max(1, ...entries.map((entry) => entry.milliseconds ?? 0));
    // Not every browser and page may write to the clipboard: http pages other than localhost may not.
    const canCopy = navigator.clipboard !== undefined;
    return (
      <aside class="chatroom debug" data-testid="debug" aria-label={words.debug} style={COLOUR}>
        <div class="debug-head">
          <h2>{words.debug}</h2>
          {canCopy && (
            <button type="button" class="choice" onClick={this.copy}>
              {words.copy}
            </button>
          )}
          <span role="status">{isCopied && words.copied}</span>
        </div>
        <div class="debug-turns" tabIndex={0} role="region" aria-label={words.debug}>
          {entries.length === 0 && <p>{words.nothingSent}</p>}
          <ol>
            {entries.map((entry) => (
              <Turn key={entry.number} entry={entry} slowest={slowest} words={words} />
            ))}
          </ol>
        </div>
      </aside>
    );
  }
}

import type { Host } from "../protocol/hosts";
import type { Problem } from "../state/model";
import { carriedWords } from "../words";
import type { Surroundings } from "./surroundings";

interface HandoffProps {
  title: string;
  carried: Readonly<Record<string, string>>;
}

export function HandoffLine({ title, carried }: HandoffProps, { words }: Surroundings) {
  const things = carriedWords(words, carried);
  return (
    <div class="handoff-line">
      <span class="handoff-title">{words.nowTalkingTo(title)}</span>
      {things !== "" && <span class="handoff-carried" dir="auto">{words.carried(things)}</span>}
    </div>
  );
}

interface ProblemProps {
  problem: Problem;
  title: string;
  /** Whether it is tried again without anybody's doing. */
  isRetried?: boolean;
  onRetry: (() => void) | null;
  /** Who could be talked to in the place of the host that fails. */
  others?: readonly Host[];
  onLeave?: (hostId: string) => void;
}

/** What went wrong, what happens next, and what the user can do about it. */
export function ProblemLine(
  { problem, title, isRetried = false, onRetry, others = [], onLeave }: ProblemProps,
  { words }: Surroundings,
) {
  const next = problem.kind === "offline" ? words.sentWhenOnline : words.tryingAgain;
  return (
    <div class="error-line" data-kind="error">
      <span>
        {words.problem(problem, title)}
        {isRetried && ` ${next}`}
      </span>
      <span class="ways">
        {onRetry !== null && (
          <button type="button" class="retry" data-testid="retry" onClick={onRetry}>
            {words.retry}
          </button>
        )}
        {others.map((host) => (
          <button key={host.id} type="button" class="retry" data-testid="leave" onClick={() => onLeave?.(host.id)}>
            {words.talkInstead(host.title)}
          </button>
        ))}
      </span>
    </div>
  );
}

export function Typing({ title }: { title: string }, { words }: Surroundings) {
  return (
    <div class="bubble typing" data-testid="typing" role="img" aria-label={words.typing(title)}>
      <span />
      <span />
      <span />
    </div>
  );
}

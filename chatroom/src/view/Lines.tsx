import type { Problem } from "../state/model";
import { WORDS, carriedWords, problemWords } from "./words";

export function HandoffLine({ title, carried }: { title: string; carried: Readonly<Record<string, string>> }) {
  const things = carriedWords(carried);
  return (
    <div class="handoff-line">
      <span class="handoff-title">{WORDS.nowTalkingTo(title)}</span>
      {things !== "" && <span class="handoff-carried">{WORDS.carried(things)}</span>}
    </div>
  );
}

interface ErrorProps {
  problem: Problem;
  title: string;
  onRetry: (() => void) | null;
}

export function ErrorLine({ problem, title, onRetry }: ErrorProps) {
  return (
    <div class="error-line">
      <span>{problemWords(problem, title)}</span>
      {onRetry !== null && (
        <button type="button" class="retry" data-testid="retry" onClick={onRetry}>
          {WORDS.retry}
        </button>
      )}
    </div>
  );
}

export function Typing({ title }: { title: string }) {
  return (
    <div class="bubble typing" data-testid="typing" role="img" aria-label={WORDS.typing(title)}>
      <span />
      <span />
      <span />
    </div>
  );
}

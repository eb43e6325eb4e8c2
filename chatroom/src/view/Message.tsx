import type { UserStatus } from "../state/model";
import { renderMarkdown } from "./markdown";
import { alternativeText } from "./picture";
import { WORDS } from "./words";

export function BotMessage({ text, title, named }: { text: string; title: string; named: boolean }) {
  const prose = renderMarkdown(text);
  return (
    <div class="bubble">
      <span class={named ? "speaker" : "unseen"}>{WORDS.hostSaid(title)} </span>
      {prose === null ? (
        <div data-role="text">{text}</div>
      ) : (
        <div class="prose" data-role="text">
          {prose}
        </div>
      )}
    </div>
  );
}

const STATUS_WORDS: Partial<Record<UserStatus, string>> = { waiting: WORDS.waiting, failed: WORDS.notDelivered };

export function UserMessage({ text, status }: { text: string; status: UserStatus }) {
  const note = STATUS_WORDS[status];
  return (
    <>
      <div class="bubble">
        <span class="unseen">{WORDS.userSaid} </span>
        <span data-role="text">{text}</span>
      </div>
      {note !== undefined && <div class="note">{note}</div>}
    </>
  );
}

export function Picture({ url }: { url: string }) {
  return <img class="picture" src={url} alt={alternativeText(url)} referrerpolicy="no-referrer" />;
}

import type { UserStatus } from "../state/model";
import { Sign } from "./Sign";
import { renderMarkdown } from "./markdown";
import { alternativeText } from "./picture";
import type { Surroundings } from "./surroundings";

interface BotProps {
  text: string;
  title: string;
  /** Whether the host's name can be seen, and not only be heard. */
  named: boolean;
}

export function BotMessage({ text, title, named }: BotProps, { words }: Surroundings) {
  const prose = renderMarkdown(text);
  return (
    <div class="bubble">
      <span class={named ? "speaker" : "unseen"}>{words.hostSaid(title)} </span>
      <div class={prose === null ? "words" : "prose"} data-role="text" dir="auto">
        {prose ?? text}
      </div>
    </div>
  );
}

interface UserProps {
  text: string;
  status: UserStatus;
  /** Whether what became of it is said below it in more words. */
  isExplained: boolean;
}

export function UserMessage({ text, status, isExplained }: UserProps, { words }: Surroundings) {
  const note = status === "waiting" ? words.waiting : status === "failed" && !isExplained ? words.notDelivered : null;
  return (
    <>
      <div class="bubble">
        <span class="unseen">{words.userSaid} </span>
        <span class="words" data-role="text" dir="auto">
          {text}
        </span>
      </div>
      {note !== null && <div class="note">{note}</div>}
    </>
  );
}

export function Picture({ url }: { url: string }, { words }: Surroundings) {
  return <img class="picture" src={url} alt={alternativeText(url) ?? words.image} decoding="async" referrerpolicy="no-referrer" />;
}

/** A file behind a link, which opens beside the page. */
export function Attachment({ url, name }: { url: string; name: string }, { words }: Surroundings) {
  return (
    <a class="bubble file" href={url} target="_blank" rel="noopener noreferrer">
      <Sign d="M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zM14 3v4h4" />
      <span dir="auto">{name === "" ? words.attachment : name}</span>
      <span class="unseen"> ({words.opensBeside})</span>
    </a>
  );
}

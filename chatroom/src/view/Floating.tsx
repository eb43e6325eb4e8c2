import type { ComponentChildren, RefObject } from "preact";
import { Sign } from "./Sign";
import type { Surroundings } from "./surroundings";

interface Props {
  isOpen: boolean;
  title: string;
  tone: Record<string, string>;
  surroundings: Surroundings;
  /** How many messages came since the room was closed. */
  unread: number;
  launcher: RefObject<HTMLButtonElement | null>;
  onOpen: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

/** A room over its page, and the button in the corner that brings it. */
export function Floating({ isOpen, title, tone, surroundings, unread, launcher, onOpen, onClose, children }: Props) {
  const { words } = surroundings;
  const news = unread === 0 ? "" : words.unread(unread);
  return (
    <div class="floating" style={tone}>
      {isOpen && (
        <div class="window" onKeyDown={({ key }) => { if (key === "Escape") onClose(); }}>
          {children}
        </div>
      )}
      <button
        ref={launcher}
        type="button"
        class="launcher"
        data-testid="launcher"
        hidden={isOpen}
        aria-label={[words.open(title), news].filter((part) => part !== "").join(". ")}
        onClick={onOpen}
      >
        <Sign d="M4 5h16v11H10l-4.5 4v-4H4z" size={26} />
        {unread > 0 && <span class="unread" aria-hidden="true">{unread}</span>}
      </button>
      <span class="unseen" role="status">{isOpen ? "" : news}</span>
    </div>
  );
}

import type { Host } from "../protocol/hosts";
import { Avatar } from "./Avatar";
import { Sign } from "./Sign";
import { StartOver } from "./StartOver";
import type { Actions } from "./actions";
import type { Surroundings } from "./surroundings";

interface Props {
  holder: Host;
  /** Who held the conversation before. */
  back: Host | null;
  /** Whether something is under way: whoever has asked to go does not have to ask again. */
  isBusy: boolean;
  actions: Actions;
  /** Closes a room that floats over its page. */
  onClose: (() => void) | null;
}

export function Header({ holder, back, isBusy, actions, onClose }: Props, { words, slots }: Surroundings) {
  return (
    <header class="header">
      <Avatar host={holder} />
      <h1 class="title" data-testid="title" dir="auto">
        {holder.title}
      </h1>
      {back !== null && <WayBack host={back} isBusy={isBusy} onAsk={actions.askFor} />}
      {slots.header && <span class="slot" ref={slots.header} />}
      <StartOver onConfirm={actions.startOver} />
      {onClose !== null && (
        <button type="button" class="tool" data-testid="close" title={words.close} aria-label={words.close} onClick={onClose}>
          <Sign d="m6 6 12 12M18 6 6 18" />
        </button>
      )}
    </header>
  );
}

interface WayBackProps {
  host: Host;
  isBusy: boolean;
  onAsk: Actions["askFor"];
}

function WayBack({ host, isBusy, onAsk }: WayBackProps, { words }: Surroundings) {
  const wish = words.backTo(host.title);
  return (
    <button type="button" class="way-back" data-testid="way-back" disabled={isBusy} onClick={() => onAsk(host.id, wish)}>
      <Sign d="M20 12H5M11.5 5.5 5 12l6.5 6.5" size={16} />
      {wish}
    </button>
  );
}

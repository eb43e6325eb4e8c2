import type { Host } from "../protocol/hosts";
import { Avatar } from "./Avatar";

export function Header({ holder }: { holder: Host }) {
  return (
    <header class="header">
      <Avatar title={holder.title} />
      <h1 class="title" data-testid="title">
        {holder.title}
      </h1>
    </header>
  );
}

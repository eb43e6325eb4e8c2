import type { Host } from "../protocol/hosts";
import { Avatar } from "./Avatar";
import { StartOver } from "./StartOver";

export function Header({ holder, onStartOver }: { holder: Host; onStartOver: () => void }) {
  return (
    <header class="header">
      <Avatar title={holder.title} />
      <h1 class="title" data-testid="title">
        {holder.title}
      </h1>
      <StartOver onConfirm={onStartOver} />
    </header>
  );
}

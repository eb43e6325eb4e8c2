import type { Host } from "../protocol/hosts";
import { initials } from "./looks";
import type { Surroundings } from "./surroundings";

export function Avatar({ host }: { host: Host }, { looks }: Surroundings) {
  const picture = looks[host.id]?.avatar ?? null;
  return (
    <span class="avatar" aria-hidden="true">
      {picture === null ? initials(host.title) : <img src={picture} alt="" referrerpolicy="no-referrer" />}
    </span>
  );
}

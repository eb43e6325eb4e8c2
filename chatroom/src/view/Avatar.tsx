import { initials } from "./looks";

export function Avatar({ title }: { title: string }) {
  return (
    <span class="avatar" aria-hidden="true">
      {initials(title)}
    </span>
  );
}

import type { Host } from "../protocol/hosts";

/** Hues that keep their contrast in both colour schemes; hosts take them in the order of the config. */
const HUES = [215, 168, 275, 28, 335, 95] as const;

export function hueOf(hosts: readonly Host[], hostId: string): number {
  const index = Math.max(0, hosts.findIndex((host) => host.id === hostId));
  return HUES[index % HUES.length] ?? HUES[0];
}

/** Up to two letters for a host's avatar: "Financial Assistant" becomes "FA". */
export function initials(title: string): string {
  const words = title.split(/\s+/).filter((word) => word !== "");
  const letters = words.slice(0, 2).map((word) => Array.from(word)[0] ?? "");
  return letters.join("").toUpperCase();
}

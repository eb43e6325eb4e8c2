import type { Look } from "../config";
import type { Host } from "../protocol/hosts";

/** The colours of the hosts that have none of their own, in the order of the config. */
const HUES = [215, 168, 275, 28, 335, 95] as const;
/** The styles say how strong a colour is at most; this is how much of that a host's colour takes. */
const STRONGEST = 0.6;

interface Tone {
  /** Degrees. */
  readonly hue: number;
  /** 0 for grey to 1 for as strong as the styles go. */
  readonly strength: number;
}

/** The hue and strength of `#rrggbb`. Its lightness is left to the styles: they keep the contrast in both schemes. */
function toneOf(color: string): Tone {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (spread === 0) return { hue: 0, strength: 0 };
  const sixth =
    most === red ? (green - blue) / spread : most === green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
  const saturation = spread / (1 - Math.abs(2 * most - spread - 1));
  return { hue: Math.round(sixth * 60 + 360) % 360, strength: Math.min(1, saturation / STRONGEST) };
}

/** The colour of a host, as the styles take it. */
export function toneStyle(hosts: readonly Host[], looks: Readonly<Record<string, Look>>, hostId: string) {
  const index = Math.max(0, hosts.findIndex((host) => host.id === hostId));
  const color = looks[hostId]?.color ?? null;
  const { hue, strength } = color === null ? { hue: HUES[index % HUES.length], strength: 1 } : toneOf(color);
  return { "--hue": String(hue), "--strength": strength.toFixed(2) };
}

/** Up to two letters for a host's avatar: "Financial Assistant" becomes "FA". */
export function initials(title: string): string {
  const words = title.split(/\s+/).filter((word) => word !== "");
  const letters = words.slice(0, 2).map((word) => Array.from(word)[0] ?? "");
  return letters.join("").toUpperCase();
}

/** One entry of the allow-list: a host that may hold the conversation. */
export interface Host {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}

/** The web address that two spellings of one url share (origin and path), or null if it is not http(s). */
export function addressOf(url: string): string | null {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return null;
  return parsed.origin + parsed.pathname.replace(/\/+$/, "");
}

export function hostAt(hosts: readonly Host[], url: string): Host | null {
  const address = addressOf(url);
  if (address === null) return null;
  return hosts.find((host) => addressOf(host.url) === address) ?? null;
}

/** The listed host at this address, or null: also when an id comes with it that is not this host's. */
export function hostNamed(hosts: readonly Host[], url: string, id: string | null): Host | null {
  const host = hostAt(hosts, url);
  return id === null || id === host?.id ? host : null;
}

export function hostById(hosts: readonly Host[], id: string): Host | null {
  return hosts.find((host) => host.id === id) ?? null;
}

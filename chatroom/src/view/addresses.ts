/** A run of characters that may be the name of a host, with the slashes before it. */
const NAMES = /(\/\/)?[\p{L}\p{N}._-]+|\/\/\[[\da-f:.]+\]/gu;

/** A name with a dot in it and letters at its end: `bank.example`, but not `1.5` and not `e.g.` */
const DOTTED = /\.\p{L}[\p{L}\p{N}-]+\.*$/u;

const FOREIGN = /(?!\p{Script=Latin})\p{L}/u;

/** The name of the host in a word that looks like an address. */
function nameIn(word: string): string | undefined {
  return word.match(NAMES)?.find((name) => name.startsWith("//") || DOTTED.test(name));
}

/** Whether this is the host's name, or the end of it. Letters of another script may look like the host's and are not. */
function isNameOf(host: string, name: string): boolean {
  const written = `http://${name.replace("//", "")}`;
  if (FOREIGN.test(name) || !URL.canParse(written)) return false;
  const meant = new URL(written).hostname.replace(/^www\.|\.$/g, "");
  return `.${host}`.endsWith(`.${meant}`);
}

/** The host behind a link whose words look like the address of another; null if they do not. */
export function hiddenHost(words: string, url: string): string | null {
  const { username, hostname, pathname } = new URL(url);
  const isMail = hostname === "";
  const host = isMail ? pathname.slice(pathname.lastIndexOf("@") + 1) : hostname;
  // Characters that are not seen, and those that look like a dot or a letter, are no way round this.
  const seen = words.normalize("NFKC").replace(/\p{Cf}/gu, "").split(/\s+/);
  const names = seen.map((word) => nameIn(isMail ? word.slice(word.lastIndexOf("@") + 1) : word));
  const isHidden = username !== "" || names.some((name) => name !== undefined && !isNameOf(host, name));
  return isHidden ? host : null;
}

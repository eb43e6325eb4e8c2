const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function characterAt(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}

/** The character behind a reference (CommonMark, section 2.5); one that is not known stays as it is. */
function characterOf(reference: string, name: string): string {
  if (/^#x/i.test(name)) return characterAt(parseInt(name.slice(2), 16));
  return name.startsWith("#") ? characterAt(parseInt(name.slice(1), 10)) : (Object.hasOwn(NAMED, name) && NAMED[name]) || reference;
}

/** The text behind its character references, as in `&amp;` and `&#8364;`. */
export function decoded(text: string): string {
  return text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|\w+);/gi, characterOf);
}

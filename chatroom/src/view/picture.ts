import { decodeBase64 } from "../protocol/base64";
import { WORDS } from "./words";

/** What stands for a picture that is not seen: an SVG inside the message says it itself, in its title and desc. */
export function alternativeText(url: string): string {
  const [type, encoded = ""] = url.split(";base64,");
  if (type !== "data:image/svg+xml") return WORDS.image;
  try {
    const svg = new DOMParser().parseFromString(decodeBase64(encoded), "image/svg+xml");
    const said = Array.from(svg.querySelectorAll("svg > title, svg > desc"), (part) => part.textContent);
    return said.join(": ") || WORDS.image;
  } catch {
    return WORDS.image; // not base64: the picture will not be seen either
  }
}

import linesCss from "./lines.css?inline";
import pageCss from "./page.css?inline";
import proseCss from "./prose.css?inline";
import roomCss from "./room.css?inline";
import timelineCss from "./timeline.css?inline";

function adopt(css: string): void {
  // A constructed sheet needs no exception in a Content-Security-Policy, as a <style> element would.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

let adopted = false;

/** Makes the widget's styles known to the page, once. */
export function addWidgetStyles(): void {
  // The room comes last: what it says about reduced motion overrules the others.
  if (!adopted) adopt(timelineCss + proseCss + linesCss + roomCss);
  adopted = true;
}

/** Lays the page out around the one chat room that fills it. */
export function addPageStyles(): void {
  adopt(pageCss);
}

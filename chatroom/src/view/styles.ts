import floatingCss from "./floating.css?inline";
import linesCss from "./lines.css?inline";
import pageCss from "./page.css?inline";
import proseCss from "./prose.css?inline";
import roomCss from "./room.css?inline";
import timelineCss from "./timeline.css?inline";

/** These styles as a sheet. */
export function sheetOf(css: string): CSSStyleSheet {
  // A constructed sheet needs no exception in a Content-Security-Policy, as a <style> element would.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

let shared: CSSStyleSheet | null = null;

/** The styles of every room, made once. */
export function widgetStyles(): CSSStyleSheet {
  shared ??= sheetOf(roomCss + timelineCss + proseCss + linesCss + floatingCss);
  return shared;
}

/** Lays the page out around the one chat room that fills it. */
export function addPageStyles(): void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheetOf(pageCss)];
}

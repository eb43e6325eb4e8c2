import chatroomCss from "./chatroom.css?inline";
import pageCss from "./page.css?inline";

function adopt(css: string): void {
  // A constructed sheet needs no exception in a Content-Security-Policy, as a <style> element would.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

let adopted = false;

/** Makes the widget's styles known to the page, once. */
export function addWidgetStyles(): void {
  if (!adopted) adopt(chatroomCss);
  adopted = true;
}

/** Lays the page out around the one chat room that fills it. */
export function addPageStyles(): void {
  adopt(pageCss);
}

import { render } from "preact";
import type { Host } from "../protocol/hosts";
import type { Debugging } from "../tools";
import type { FetchOptions } from "../transport/rest";
import { DebugPanel, type DebugWords } from "./DebugPanel";
import css from "./debug.css?inline";
import { debugLog } from "./log";
import { trackerByHttp } from "./tracker";

/** The page of its own leaves room for a chat alone. */
const WIDER_PAGE = "#chatroom:has([data-debug]) { max-width: 1400px }";

function adopt(root: Document | ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/**
 * The debug view for one room: `watch` notes what the room sends, `show` puts it beside the room. With null for
 * `options` no host is asked for slots, as in a demo.
 */
export function openDebug(hosts: readonly Host[], words: DebugWords, options: FetchOptions | null): Debugging {
  const log = debugLog(hosts, options === null ? async () => null : trackerByHttp(options));
  return {
    watch: (transport) => ({ ...transport, send: log.watch(transport.send) }),
    show: (root) => {
      const box = document.createElement("div");
      box.className = "debug-box";
      root.append(box);
      root.host.toggleAttribute("data-debug", true);
      adopt(root, css);
      adopt(document, WIDER_PAGE);
      render(<DebugPanel log={log} words={words} />, box);
    },
  };
}

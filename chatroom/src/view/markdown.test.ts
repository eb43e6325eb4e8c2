// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./markdown";

function rendered(text: string): HTMLElement {
  const box = document.createElement("div");
  box.innerHTML = renderMarkdown(text) ?? "";
  return box;
}

describe("a host's Markdown", () => {
  it("becomes emphasis, lists, tables and line breaks", () => {
    const box = rendered("**Sure**\nthing\n\n- one\n- two\n\n|A|B|\n|-|-|\n|1|2|");
    expect(box.querySelector("strong")?.textContent).toBe("Sure");
    expect(box.querySelectorAll("br, li, td")).toHaveLength(5);
  });

  it("opens links in a window of their own that knows nothing of this one", () => {
    const link = rendered("[bank](https://example.com)").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.com");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toBe("noopener noreferrer");
  });

  it("shows pictures from the web and pictures inside the message", () => {
    const box = rendered("![a](https://example.com/a.png) ![b](data:image/png;base64,AAAA)");
    expect(box.querySelectorAll("img")).toHaveLength(2);
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://example.com/a.png onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href=https://example.com onclick=alert(1)>x</a>",
    "<iframe src=https://example.com></iframe>",
    "<form action=https://example.com><input name=password><button>go</button></form>",
    "<style>body { display: none }</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "![x](file:///etc/passwd)",
    "![x](local.png)",
  ])("can do no harm: %s", (text) => {
    const box = rendered(text);
    expect(box.querySelector("script, iframe, form, input, button, style, svg, math, [style], [onclick]")).toBeNull();
    expect(box.innerHTML).not.toMatch(/onerror=|javascript:|file:|local\.png/);
  });

  it("survives any text", () => {
    for (const text of ["", "|", "```", "[](", "<", "*".repeat(5_000), "> ".repeat(500)]) {
      expect(() => renderMarkdown(text)).not.toThrow();
    }
  });
});

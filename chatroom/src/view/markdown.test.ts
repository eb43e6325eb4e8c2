// @vitest-environment jsdom
import { render } from "preact";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./markdown";

function rendered(text: string): HTMLElement {
  const box = document.createElement("div");
  render(renderMarkdown(text), box);
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

  it("tells nobody from which page a picture is looked at", () => {
    const picture = rendered("![a](https://example.com/a.png)").querySelector("img");
    expect(picture?.getAttribute("referrerpolicy")).toBe("no-referrer");
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
      expect(() => rendered(text)).not.toThrow();
    }
  });
});

const ELEMENTS = "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong table tbody td th thead tr ul";
const ATTRIBUTES = "href src alt title start target rel dir referrerpolicy decoding tabindex data-align";

describe("a host that means harm", () => {
  const data = "data:text/html,<script>alert(1)</script>";

  it.each([
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&#58;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](< javascript:alert(1)>)",
    "[x](\u0001javascript:alert(1))",
    "[x](vbscript:alert(1))",
    `[x](<${data}>)`,
    "[x](//evil.example)",
    "[x](https&#58;javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    `![x](<${data}>)`,
    "![x](&#100;ata:text/html,x)",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "[https://example.com](javascript:alert(1))",
    "> - **[x](javascript:alert(1))** <svg onload=alert(1)>",
    "|<img src=x onerror=alert(1)>|[x](javascript:alert(1))|\n|-|-|\n|<script>alert(1)</script>|<svg/onload=alert(1)>|",
    "# <script>alert(1)</script>\n\n1. <iframe srcdoc='<script>alert(1)</script>'>",
    "a <svg><a xlink:href='javascript:alert(1)'>x</a></svg> b",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<img src=x onerror=alert(1)>>",
    "<img src=x onerror=alert(1)",
    "&lt;img src=x onerror=alert(1)&gt;",
    "```\"><script>alert(1)</script>\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    '[x](https://example.com "\\" onclick=alert(1) \\"")',
    '![x" onerror="alert(1)](https://example.com/a.png "\\" onload=alert(1)")',
    "<!--><script>alert(1)</script>-->",
    "<template><script>alert(1)</script></template><object data=x></object><embed src=x><base href=//evil.example>",
  ])("gets nothing but harmless elements and attributes: %s", (text) => {
    const box = rendered(text);
    for (const element of box.querySelectorAll("*")) {
      expect(ELEMENTS.split(" ")).toContain(element.localName);
      for (const { name } of element.attributes) expect(ATTRIBUTES.split(" ")).toContain(name);
    }
    for (const link of box.querySelectorAll("a")) expect(["http:", "https:", "mailto:"]).toContain(link.protocol);
    for (const picture of box.querySelectorAll("img")) expect(picture.src).toMatch(/^(https?:|data:image\/)/);
  });

  it("cannot nest anything so deep that the page breaks", () => {
    expect(rendered("> ".repeat(2_000) + "the end").textContent).toContain("the end");
    expect(rendered(`${"- ".repeat(500)}the end`).textContent).toContain("the end");
  });
});

describe("a link with the words of another", () => {
  it.each([
    ["[https://bank.example](https://evil.example/bank)", "https://bank.example (evil.example)"],
    ["[your **bank.example** account](https://evil.example:8080)", "your bank.example account (evil.example)"],
    ["[here](https://evil.example 'https://bank.example')", "here (evil.example)"],
    ["[![bank.example](https://bank.example/a.png)](https://evil.example)", " (evil.example)"],
    ["[\u202emoc.live\u202c here](https://evil.example)", "moc.live here (evil.example)"],
  ])("says where it leads: %s", (text, words) => {
    expect(rendered(text).querySelector("a")?.textContent).toBe(words);
  });

  it("is not turned by what stands before it, nor turns what follows", () => {
    const link = rendered("\u202e **[\u2067_go_ &#x202E;there](https://example.com '\u202ex')**").querySelector("a");
    expect(link?.dir).toBe("auto");
    expect(link?.textContent).toBe("go there");
    expect(link?.title).toBe("x");
  });
});

describe("words in a host's Markdown", () => {
  it.each([
    ["<div>Hello</div>", "Hello"],
    ["<script>alert(1)</script>", ""],
    ["Hello <b>you</b>", "Hello you"],
    ["Tom &amp; Jerry &lt;3 &#8364;5 &#x20AC;6", "Tom & Jerry <3 €5 €6"],
    ["\\&amp; and `&amp;` and &unknown; and &#0;", "&amp; and &amp; and &unknown; and \ufffd"],
    ["![a picture](file:///etc/passwd)", "a picture"],
    ["[words](relative/path)", "words"],
  ])("%j read %j", (text, words) => {
    expect(rendered(text).textContent?.trim()).toBe(words);
  });

  it("are broken where a tag says so", () => {
    expect(rendered("one<br>two<br/>three").querySelectorAll("br")).toHaveLength(2);
  });

  it("may lead to an e-mail program and to addresses with several parameters", () => {
    expect(rendered("<a@example.com>").querySelector("a")?.getAttribute("href")).toBe("mailto:a@example.com");
    const link = rendered("[x](https://example.com/?a=1&amp;b=2 'Tom &amp; Jerry')").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.com/?a=1&b=2");
    expect(link?.title).toBe("Tom & Jerry");
  });

  it("become links where they are addresses", () => {
    const links = rendered("See www.example.com or https://example.com/a.pdf, or ask ann.smith@example.com.");
    expect(Array.from(links.querySelectorAll("a"), ({ href, textContent }) => [href, textContent])).toEqual([
      ["http://www.example.com/", "www.example.com"],
      ["https://example.com/a.pdf", "https://example.com/a.pdf"],
      ["mailto:ann.smith@example.com", "ann.smith@example.com"],
    ]);
  });

  it("are shown as they are written where emphasis would take the page seconds", () => {
    expect(renderMarkdown("*a_".repeat(7_000))).toBeNull();
    expect(renderMarkdown("**bold** ".repeat(200))).not.toBeNull();
  });

  it("are numbered from where the host begins", () => {
    expect(rendered("3. three\n4. four").querySelector("ol")?.start).toBe(3);
  });
});

import { Lexer } from "marked";
import { type Plugin, parseAst } from "vite";

/** What `DIALECT` in src/view/markdown.tsx says, and what marked does by default: what it does otherwise can be left out. */
const MARKED_OPTIONS = { pedantic: "!1", gfm: "!0", breaks: "!0", extensions: "null", hooks: "null", silent: "!1" };

/** Puts the options in place of the questions for them. */
function settleOptions(code: string): string {
  const names = Object.keys(MARKED_OPTIONS).join("|");
  const settled = (_: string, name: keyof typeof MARKED_OPTIONS) => MARKED_OPTIONS[name];
  const own = code.replace(/\bthis\.options=(\w)\|\|\w+/g, "this.options=$1"); // nobody needs the default ones
  return own.replace(new RegExp(`\\bthis\\.options\\.(${names})\\b(?!\\s*=[^=])`, "g"), settled);
}

/** A set of marked's rules as variables; what the dialect does not have finds nothing. */
function declared(kind: string, rules: object): string {
  const sources = Object.entries(rules).map(([name, rule]) => {
    return `marked_${kind}_${name}=${rule instanceof RegExp ? rule : "{exec:()=>null}"}`;
  });
  return `var ${sources.join(",")};\n`;
}

/** Marked puts its rules for all dialects together when it is loaded. Here those of the one dialect are written out. */
function writeRules(code: string): string {
  const { block, inline } = Lexer.rules;
  const choice = /let (\w)=\{other:[^}]*\};.{0,200}?this\.tokenizer\.rules=\1\b/;
  if (!choice.test(code)) throw new Error("marked has changed: where does it choose its rules?");
  const chosen = code
    .replace(choice, "void 0")
    .replace(/static get rules\(\)\{return\{[^}]*\}\}/, "")
    .replace(/=\(\((\w)=""\)=>\{try/, (beginning) => beginning.replace("=", "=/* @__PURE__ */"))
    .replace(/\{([\w:,]+)\}=this\.tokenizer\.rules\.inline\b/g, (_, taken: string) =>
      ` ${taken.replace(/(\w+):(\w+)/g, "$2=marked_inline_$1")}`,
    )
    .replace(/\b[\w.]+\.(block|inline)\.(?=\w)/g, "marked_$1_");
  return declared("block", block.gfm) + declared("inline", inline.breaks) + chosen;
}

/** Makes variables of marked's table of regular expressions: each then has a short name, or is left out. */
function nameRules(code: string): string {
  const declared = parseAst(code).body.flatMap((part) => (part.type === "VariableDeclaration" ? part.declarations : []));
  const table = declared.find(({ start, end }) => /^[\w$]+=\{codeRemoveIndent:/.test(code.slice(start, end)));
  if (table?.id.type !== "Identifier" || table.init?.type !== "ObjectExpression") {
    throw new Error("marked has changed: where are its regular expressions?");
  }
  const variables = table.init.properties.map(({ start, end }) => `markedRule_${code.slice(start, end).replace(":", "=")}`);
  return `${code.slice(0, table.start)}${variables.join(",")}${code.slice(table.end)}`
    .replace(new RegExp(`\\b(${table.id.name}|[\\w.]+\\.other)\\.(?=\\w)`, "g"), "markedRule_");
}

/**
 * Marked's source with what the page needs and no more: two of its classes, for one dialect. Without this all of it stays
 * in the bundle, some 5,000 bytes gzipped, because everything hangs on one function. Throws if marked is another one than
 * this was written for.
 */
export function loosen(code: string): string {
  const kept = parseAst(code).body.filter((statement) => statement.type !== "ExpressionStatement");
  const statements = kept.map(({ start, end }) => code.slice(start, end)).join("\n");
  const loose = nameRules(writeRules(settleOptions(statements)));
  return loose.replace(/^(var \w+=)new /gm, "$1/* @__PURE__ */ new ");
}

/** Builds with the loosened marked. */
export function looseMarked(): Plugin {
  return {
    name: "loose-marked",
    apply: "build",
    transform: (code, id) => (id.endsWith("/marked.esm.js") ? { code: loosen(code), map: null } : null),
  };
}

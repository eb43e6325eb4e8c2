import { type DemoScript, ScriptError, readScript } from "./script";

/** Why there is no script: a page from the file system cannot fetch one, none is there, or it is wrong. */
export type DemoProblem = "file" | "missing" | "broken";

const TIMEOUT_MS = 10_000;

/** The script at this address, or why there is none; the cause is logged. Never rejects. */
export async function fetchScript(url: string): Promise<DemoScript | DemoProblem> {
  if (new URL(url, location.href).protocol === "file:") return "file";
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
    return readScript(await response.json());
  } catch (cause) {
    console.warn("There is no demo to play:", cause);
    return cause instanceof ScriptError || cause instanceof SyntaxError ? "broken" : "missing";
  }
}

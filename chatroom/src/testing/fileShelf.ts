import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { asObject } from "../protocol/json";
import type { Shelf } from "../storage/shelf";

/** What localStorage is to a page, as a file: whole after a crash at any moment. */
export function fileShelf(path: string): Shelf {
  const load = () => new Map(existsSync(path) ? Object.entries(asObject(JSON.parse(readFileSync(path, "utf8"))) ?? {}) : []);
  const save = (kept: ReadonlyMap<string, unknown>) => {
    writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(kept)));
    renameSync(`${path}.new`, path);
  };
  return {
    key: (index) => [...load().keys()][index] ?? null,
    getItem: (key) => {
      const value = load().get(key);
      return typeof value === "string" ? value : null;
    },
    setItem: (key, value) => save(load().set(key, value)),
    removeItem: (key) => {
      const kept = load();
      kept.delete(key);
      save(kept);
    },
  };
}

import { asObject } from "../protocol/json";

/** Whether a value read from outside is what the code expects. */
export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === "string";
export const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
export const isFlag: Check = (value) => typeof value === "boolean";

export const orNull = (check: Check): Check => (value) => value === null || check(value);
/** Whether it is there or not: older records lack it. */
export const optional = (check: Check): Check => (value) => value === undefined || check(value);
export const oneOf = (...values: readonly string[]): Check => (value) => values.includes(value as string);
export const listOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);

export const mapOf = (check: Check): Check => (value) => {
  const object = asObject(value);
  return object !== null && Object.values(object).every(check);
};

/** An object with at least these keys. */
export const shape = (keys: Readonly<Record<string, Check>>): Check => (value) => {
  const object = asObject(value);
  return object !== null && Object.entries(keys).every(([key, check]) => check(object[key]));
};

/** An object whose `kind` says which keys it has. */
export const variant = (kinds: Readonly<Record<string, Check>>): Check => (value) => {
  const kind = asObject(value)?.["kind"];
  return typeof kind === "string" && Object.hasOwn(kinds, kind) && kinds[kind]?.(value) === true;
};

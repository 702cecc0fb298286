/**
 * Claim values from native ones, and back.
 *
 * Owns: `toClaimValue`, `toClaims`, `fromClaimValue`, and the marks for computed values. Never: dropping or guessing; what is no claim
 * value is refused with its path, and so is a number that would not arrive as it is.
 */

import { create } from "@bufbuild/protobuf";
import { NullValue } from "@bufbuild/protobuf/wkt";

import {
  ClaimListSchema,
  ClaimStructSchema,
  ClaimValueSchema,
  DynamicValueSchema,
  type ClaimStruct,
  type ClaimValue,
} from "./gen/mintmark/v1/claim_pb.js";

const MAX_DEPTH = 24;

/** What a claim may be in TypeScript. A bigint is a number; it has to be within ±(2^53-1). */
export type Native =
  string | boolean | number | bigint | null | Dynamic | readonly Native[] | NativeObject | ReadonlyMap<string, Native>;

/** An object of claims. A member that is undefined is refused: leave it out, or say null. */
export interface NativeObject {
  readonly [name: string]: Native;
}

/** A value that the service computes at each issue: `expression` alone keeps its type, `text` is text with `{{expression}}` parts. */
export class Dynamic {
  private constructor(
    readonly kind: "expression" | "text",
    readonly source: string,
    readonly fallback: Native | undefined,
  ) {}

  /** A CEL expression; `fallback` stands in when it is missing or null. */
  static expression(source: string, fallback?: Native): Dynamic {
    return new Dynamic("expression", source, fallback);
  }

  /** Text with `{{expression}}` parts. */
  static text(source: string, fallback?: Native): Dynamic {
    return new Dynamic("text", source, fallback);
  }
}

/** A value that can't be a claim; `path` says which. */
export class ClaimValueError extends TypeError {
  override readonly name = "ClaimValueError";
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(path ? `${path}: ${message}` : message);
  }
}

/** Return a claim value of a native one. Throws ClaimValueError. */
export function toClaimValue(value: Native): ClaimValue {
  return convert(value, "", 1);
}

/** Return claims, as templates and flows take them, of an object. Throws ClaimValueError. */
export function toClaims(claims: NativeObject | ReadonlyMap<string, Native>): ClaimStruct {
  return convertMembers(claims, "", 0);
}

/** Return the native value of a claim value; a computed one is a `Dynamic`. Throws ClaimValueError for a kind that is not known here. */
export function fromClaimValue(value: ClaimValue): Native {
  return read(value, "");
}

/** Return the native object of claims. Throws ClaimValueError. */
export function fromClaims(claims: ClaimStruct): NativeObject {
  return readMembers(claims, "");
}

function convert(value: unknown, path: string, depth: number): ClaimValue {
  if (depth > MAX_DEPTH) {
    throw new ClaimValueError(path, `deeper than ${MAX_DEPTH} levels; does it contain itself?`);
  }
  return create(ClaimValueSchema, { kind: convertKind(value, path, depth) });
}

function convertKind(value: unknown, path: string, depth: number): ClaimValue["kind"] {
  switch (typeof value) {
    case "string":
      return { case: "string", value: checkText(value, path) };
    case "boolean":
      return { case: "bool", value };
    case "number":
    case "bigint":
      return { case: "number", value: checkNumber(value, path) };
    case "object":
      break;
    case "undefined":
      throw new ClaimValueError(path, "undefined is no claim value; leave the member out, or use null.");
    default:
      throw new ClaimValueError(path, `a ${typeof value} is no claim value.`);
  }
  if (value === null) return { case: "null", value: NullValue.NULL_VALUE };
  if (Array.isArray(value)) {
    // Array.from makes holes undefined, which is refused.
    const values = Array.from(value, (item, index) => convert(item, `${path}[${index}]`, depth + 1));
    return { case: "list", value: create(ClaimListSchema, { values }) };
  }
  if (value instanceof Dynamic) {
    const fallback = value.fallback === undefined ? {} : { fallback: convert(value.fallback, path, depth) };
    const kind = { case: value.kind, value: checkText(value.source, path) };
    return { case: "dynamic", value: create(DynamicValueSchema, { kind, ...fallback }) };
  }
  return { case: "struct", value: convertMembers(value, path, depth) };
}

function convertMembers(value: object, path: string, depth: number): ClaimStruct {
  const entries: [unknown, unknown][] =
    value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(plain(value, path));
  const struct = create(ClaimStructSchema);
  for (const [key, member] of entries) {
    if (typeof key !== "string") throw new ClaimValueError(path, `the key ${String(key)} is no text.`);
    setOwn(struct.fields, checkText(key, path), convert(member, join(path, key), depth + 1));
  }
  return struct;
}

function plain(value: object, path: string): object {
  if (value instanceof Date) {
    throw new ClaimValueError(path, "a Date is no claim value; say which form: toISOString(), or whole seconds.");
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new ClaimValueError(path, `a ${value.constructor.name} is no claim value; make a plain object of it.`);
  }
  const symbol = Object.getOwnPropertySymbols(value)[0];
  if (symbol) throw new ClaimValueError(path, `the key ${String(symbol)} is no text.`);
  return value;
}

function checkText(text: string, path: string): string {
  if (!text.isWellFormed()) throw new ClaimValueError(path, "the text has half a character (a lone surrogate).");
  return text;
}

function checkNumber(value: number | bigint, path: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || Math.abs(number) > Number.MAX_SAFE_INTEGER) {
    throw new ClaimValueError(path, `${value} is beyond ±(2^53-1), where numbers are not exact; write it as text.`);
  }
  return number === 0 ? 0 : number;
}

function read(value: ClaimValue, path: string): Native {
  const { kind } = value;
  switch (kind.case) {
    case "string":
    case "bool":
    case "number":
      return kind.value;
    case "null":
      return null;
    case "list":
      return kind.value.values.map((item, index) => read(item, `${path}[${index}]`));
    case "struct":
      return readMembers(kind.value, path);
    case "dynamic": {
      const source = kind.value.kind;
      if (source.case === undefined) break;
      const fallback = kind.value.fallback && read(kind.value.fallback, path);
      return Dynamic[source.case](source.value, fallback);
    }
    case undefined:
      break;
  }
  throw new ClaimValueError(
    path,
    "a value without a kind, or of one that is newer than this client; update the client.",
  );
}

function readMembers(claims: ClaimStruct, path: string): NativeObject {
  const object: Record<string, Native> = {};
  for (const [key, member] of Object.entries(claims.fields)) setOwn(object, key, read(member, join(path, key)));
  return object;
}

/** Assignment would take `__proto__` for the prototype and lose the member. */
function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Claim paths as the service writes them: `box.items[2]`, `["https://a.b/c"].d`. */
function join(path: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path ? `${path}.${key}` : key;
}

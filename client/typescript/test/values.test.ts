import assert from "node:assert/strict";
import { test } from "node:test";

import { create, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";

import { ClaimStructSchema, ClaimValueSchema } from "../src/gen/mintmark/v1/claim_pb.js";
import {
  ClaimValueError,
  Dynamic,
  fromClaims,
  fromClaimValue,
  toClaims,
  toClaimValue,
  type Native,
} from "../src/index.js";

const path = (value: unknown) => {
  try {
    toClaimValue(value as Native);
  } catch (error) {
    if (error instanceof ClaimValueError) return error.path;
    throw error;
  }
  throw new Error("it was taken");
};

test("native values become claim values of their kind", () => {
  const claims = toClaims({
    plan: "pro",
    admin: false,
    seats: 25,
    big: 9007199254740991n,
    ratio: 0.1,
    nothing: null,
    list: [1, "a", [true]],
    nested: { deep: { er: "x" } },
    map: new Map([["k", 1]]),
    email: Dynamic.expression("user.email"),
    greeting: Dynamic.text("Hello {{user.given_name}}", "Hello"),
  });
  assert.deepEqual(toJson(ClaimStructSchema, claims), {
    fields: {
      plan: { string: "pro" },
      admin: { bool: false },
      seats: { number: 25 },
      big: { number: 9007199254740991 },
      ratio: { number: 0.1 },
      nothing: { null: null },
      list: { list: { values: [{ number: 1 }, { string: "a" }, { list: { values: [{ bool: true }] } }] } },
      nested: { struct: { fields: { deep: { struct: { fields: { er: { string: "x" } } } } } } },
      map: { struct: { fields: { k: { number: 1 } } } },
      email: { dynamic: { expression: "user.email" } },
      greeting: { dynamic: { text: "Hello {{user.given_name}}", fallback: { string: "Hello" } } },
    },
  });
});

test("claims come back as they were, over the wire", () => {
  const native = {
    text: "{{not a placeholder}} ü 🙂",
    yes: true,
    number: -1.5,
    nothing: null,
    list: [{ a: [] }, {}],
    ["__proto__"]: { polluted: true },
    "https://a.b/c": "key",
    constructor: "own",
  };
  const back = fromClaims(fromBinary(ClaimStructSchema, toBinary(ClaimStructSchema, toClaims(native))));
  assert.deepEqual(JSON.stringify(back), JSON.stringify(native));
  assert.ok(Object.hasOwn(back, "__proto__"));
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  const dynamic = Dynamic.text("Hi {{user.email}}", ["x"]);
  assert.deepEqual(fromClaimValue(toClaimValue(dynamic)), dynamic);
});

test("minus zero is zero", () => {
  assert.ok(Object.is(fromClaimValue(toClaimValue(-0)), 0));
});

test("what is no claim value is refused with its path", () => {
  assert.equal(path({ a: { b: undefined } }), "a.b");
  assert.equal(path({ when: [new Date(0)] }), "when[0]");
  assert.equal(path({ "https://a.b/c": { d: Number.NaN } }), '["https://a.b/c"].d');
  assert.equal(path([1, Infinity]), "[1]");
  assert.equal(path(2 ** 53), "");
  assert.equal(path([9007199254740992n]), "[0]");
  assert.equal(path({ a: () => 1 }), "a");
  assert.equal(path({ a: new Set([1]) }), "a");
  assert.equal(path({ a: Symbol("s") }), "a");
  assert.equal(path({ a: { [Symbol("s")]: 1 } }), "a");
  assert.equal(path({ a: new Map([[1, 1]]) }), "a");
  assert.equal(path({ a: "\ud800" }), "a");
  assert.equal(path({ "\ud800": 1 }), "");
  assert.equal(path([1, , 2]), "[1]"); // eslint-disable-line no-sparse-arrays
  assert.equal(path({ a: Dynamic.expression("x", Number.NaN) }), "a");
});

test("24 levels are taken, 25 refused, and so is what contains itself", () => {
  const nest = (levels: number): Native => (levels === 1 ? 1 : [nest(levels - 1)]);
  assert.deepEqual(fromClaimValue(toClaimValue(nest(24))), nest(24));
  assert.equal(path(nest(25)), "[0]".repeat(24));
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  assert.equal(path(circle).length, "self".length * 24 + 23);
});

test("a Date's error says what to write instead", () => {
  assert.throws(() => toClaimValue(new Date(0) as never), /toISOString\(\), or whole seconds/);
});

test("a kind of value that is newer than this client is refused, never lost", () => {
  // Field 15, which no ClaimValue of this contract has.
  const newer = fromBinary(ClaimValueSchema, Uint8Array.from([0x7a, 0x01, 0x41]));
  assert.throws(() => fromClaimValue(newer), /update the client/);
  assert.throws(
    () => fromClaimValue(create(ClaimValueSchema, { kind: { case: "dynamic", value: {} } })),
    /update the client/,
  );
  assert.deepEqual([...toBinary(ClaimValueSchema, newer)], [0x7a, 0x01, 0x41], "what is not known is passed on");
});

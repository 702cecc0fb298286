import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";

import { serveDemo } from "./service.js";

const CLIENT = resolve(import.meta.dirname, "../..");
const BLOCKS = [...readFileSync(join(CLIENT, "README.md"), "utf8").matchAll(/```ts\n(.*?)```/gs)].map(
  ([, code = ""]) => code,
);
/** What the README's code takes for granted: a client, and a request that was made elsewhere. */
const GIVEN = `import type { Client as Given } from "@mintmark/client";
declare const client: Given;
declare const request: Parameters<Given["templates"]["createTemplate"]>[0];`;

test("the README's code compiles against the package, and its first call runs", async () => {
  assert.equal(BLOCKS.length, 4);
  const folder = join(CLIENT, "build/readme");
  mkdirSync(folder, { recursive: true });
  const [first = "", ...others] = BLOCKS;
  const served = await serveDemo();
  writeFileSync(join(folder, "first.ts"), first.replace("127.0.0.1:50051", served.target));
  for (const [index, block] of others.entries()) {
    const imports = (block.match(/^import .*\n/gm) ?? []).join("");
    const body = block.replaceAll(/^import .*\n/gm, "");
    writeFileSync(join(folder, `other${index}.ts`), `${imports}${GIVEN}\nexport async function run() {\n${body}}\n`);
  }
  const options = {
    target: "ES2022",
    lib: ["ES2024", "ESNext.Disposable"],
    module: "NodeNext",
    strict: true,
    types: ["node"],
    rootDir: folder,
    skipLibCheck: true,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...options, outDir: "out" }, include: ["*.ts"] }),
  );
  execFileSync(join(CLIENT, "node_modules/.bin/tsc"), ["-p", folder], { stdio: "inherit" });
  const env = { ...process.env, MINTMARK_CREDENTIAL: served.credential };
  const printed = execFileSync(process.execPath, [join(folder, "out/first.js")], { env, encoding: "utf8" });
  assert.match(printed, /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
});

/** The real service for tests: the demo, or one with TLS, in a process of its own that ends with the test; and a made-up one. */

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import * as grpc from "@grpc/grpc-js";

import { Client, MintmarkError, type Reason } from "../src/index.js";

const ROOT = resolve(import.meta.dirname, "../../../..");
const PYTHON = join(ROOT, ".venv/bin/python");
export const PROJECT = "projects/demo";

if (!existsSync(PYTHON))
  throw new Error(`These tests call the real service, and ${PYTHON} is not there: run make dev first.`);

const undo: (() => unknown)[] = [];
after(async () => {
  for (const step of undo.reverse()) await step();
});

/** Do this after all tests of the file. */
function atEnd(step: () => unknown): void {
  undo.push(step);
}

export interface Served {
  readonly target: string;
  readonly http: string;
  readonly issuer: string;
  readonly credential: string;
  readonly folder: string;
  stop(): Promise<void>;
  /** Start again, on the same address. */
  restart(): Promise<void>;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** A folder that is removed after the tests. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mintmark-ts-"));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Serve the demo project until the tests of the file are over. */
export async function serveDemo(): Promise<Served> {
  const folder = newFolder();
  const [grpcPort, httpPort] = [await freePort(), await freePort()];
  const args = [
    "demo",
    "--data-dir",
    folder,
    "--grpc-address",
    `127.0.0.1:${grpcPort}`,
    "--http-address",
    `127.0.0.1:${httpPort}`,
  ];
  let process = await start(args, "Serving until");
  atEnd(() => end(process));
  const http = `http://127.0.0.1:${httpPort}`;
  return {
    target: `127.0.0.1:${grpcPort}`,
    http,
    issuer: `${http}/projects/demo`,
    credential: readFileSync(join(folder, "credential"), "utf8").trim(),
    folder,
    stop: () => end(process),
    restart: async () => {
      process = await start(args, "Serving until");
    },
  };
}

/** Serve a new, empty service with TLS; its folder has `ca.pem`, `client.pem` and `client.key`. */
export async function serveTls(options: { mtls: boolean }): Promise<Served> {
  const folder = newFolder();
  execFileSync(PYTHON, ["-m", "tests.clients.certificates", folder], { cwd: ROOT });
  const data = join(folder, "data");
  const credential = execFileSync(join(ROOT, ".venv/bin/mintmark-server"), ["init", "--data-dir", data], {
    stdio: "pipe",
  });
  const [grpcPort, httpPort] = [await freePort(), await freePort()];
  const http = `http://127.0.0.1:${httpPort}`;
  const args = [
    "serve",
    "--data-dir",
    data,
    "--grpc-address",
    `127.0.0.1:${grpcPort}`,
    "--http-address",
    `127.0.0.1:${httpPort}`,
  ];
  args.push("--tls-cert", join(folder, "server.pem"), "--tls-key", join(folder, "server.key"));
  if (options.mtls) args.push("--client-ca", join(folder, "ca.pem"));
  let process = await start(args, "gRPC on");
  atEnd(() => end(process));
  return {
    target: `localhost:${grpcPort}`,
    http,
    issuer: "",
    credential: credential.toString().trim(),
    folder,
    stop: () => end(process),
    restart: async () => {
      process = await start(args, "gRPC on");
    },
  };
}

async function start(args: string[], ready: string): Promise<ChildProcess> {
  const child = spawn(join(ROOT, ".venv/bin/mintmark-server"), args, { stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => said.push(line));
  }
  while (!said.some((line) => line.includes(ready))) {
    if (child.exitCode !== null) throw new Error(`The service ended: ${said.join("\n")}`);
    await sleep(20);
  }
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

/** A client that is closed after the test's file. */
export function connect(served: { target: string; credential?: string }, options: { timeoutMs?: number } = {}): Client {
  const client = new Client({ target: served.target, credential: served.credential ?? "", ...options });
  atEnd(() => {
    client.close();
  });
  return client;
}

/** Serve one unary method with bytes, or an error, of the test's own: what a newer, older or broken service might answer. */
export async function serveBytes(
  path: string,
  answer: (request: Buffer) => Buffer | Partial<grpc.StatusObject>,
): Promise<{ target: string }> {
  const server = new grpc.Server({ "grpc.max_send_message_length": -1 });
  const identity = (bytes: Buffer) => bytes;
  const definition = {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: identity,
    requestDeserialize: identity,
    responseSerialize: identity,
    responseDeserialize: identity,
  };
  const handler: grpc.handleUnaryCall<Buffer, Buffer> = (call, callback) => {
    const given = answer(call.request);
    if (Buffer.isBuffer(given)) callback(null, given);
    else callback(given);
  };
  server.addService({ call: definition }, { call: handler });
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) fail(error);
      else done(bound);
    });
  });
  atEnd(() => {
    server.forceShutdown();
  });
  return { target: `127.0.0.1:${port}` };
}

/** Wait for a call to fail with a reason; return its error. */
export async function refused(call: Promise<unknown>, reason: Reason): Promise<MintmarkError> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof MintmarkError)) throw error;
    if (error.reason !== reason)
      throw new Error(`Expected ${reason}, got ${error.reason}: ${error.message}`, { cause: error });
    return error;
  }
  throw new Error(`Expected ${reason}, but the call succeeded.`);
}

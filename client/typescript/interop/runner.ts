/**
 * The TypeScript runner: executes scenarios with the client and panva/jose, and writes what came back. tests/interop/README.md has the
 * protocol; it judges nothing.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

import {
  createRegistry,
  fromJson,
  toJson,
  type DescMessage,
  type JsonValue,
  type Message,
  type Registry,
} from "@bufbuild/protobuf";

import { TokenRefusedError, Verifier, type Kind } from "../examples/verifier.js";
import * as details from "../src/gen/google/rpc/error_details_pb.js";
import { ProblemListSchema } from "../src/gen/mintmark/v1/error_pb.js";
import { file_mintmark_v1_access_key_service } from "../src/gen/mintmark/v1/access_key_service_pb.js";
import { file_mintmark_v1_application_service } from "../src/gen/mintmark/v1/application_service_pb.js";
import { file_mintmark_v1_attribute_service } from "../src/gen/mintmark/v1/attribute_service_pb.js";
import { file_mintmark_v1_audit_service } from "../src/gen/mintmark/v1/audit_service_pb.js";
import { file_mintmark_v1_credential_service } from "../src/gen/mintmark/v1/credential_service_pb.js";
import { file_mintmark_v1_flow_service } from "../src/gen/mintmark/v1/flow_service_pb.js";
import { file_mintmark_v1_key_service } from "../src/gen/mintmark/v1/key_service_pb.js";
import { file_mintmark_v1_project_service } from "../src/gen/mintmark/v1/project_service_pb.js";
import { file_mintmark_v1_role_service } from "../src/gen/mintmark/v1/role_service_pb.js";
import { file_mintmark_v1_template_service } from "../src/gen/mintmark/v1/template_service_pb.js";
import { file_mintmark_v1_tenant_service } from "../src/gen/mintmark/v1/tenant_service_pb.js";
import { file_mintmark_v1_token_service } from "../src/gen/mintmark/v1/token_service_pb.js";
import { file_mintmark_v1_user_service } from "../src/gen/mintmark/v1/user_service_pb.js";
import { Client, MintmarkError, type CallOptions } from "../src/index.js";

type Json = Record<string, unknown>;

interface Step {
  readonly call?: string;
  readonly request?: JsonValue;
  readonly requests?: readonly JsonValue[];
  readonly take?: number;
  readonly timeout_ms?: number;
  readonly credential?: string;
  readonly verify?: {
    readonly token: string;
    readonly issuer: string;
    readonly kind: Kind;
    readonly audience?: string;
  };
  readonly http?: { readonly method: string; readonly url: string; readonly body?: unknown };
  readonly capture?: Readonly<Record<string, string>>;
}

const MEMBERS = {
  call: ["call", "request", "requests", "take", "timeout_ms", "credential", "capture"],
  verify: ["verify", "capture"],
  http: ["http", "capture"],
} as const;

const REGISTRY: Registry = createRegistry(
  file_mintmark_v1_access_key_service,
  file_mintmark_v1_application_service,
  file_mintmark_v1_attribute_service,
  file_mintmark_v1_audit_service,
  file_mintmark_v1_credential_service,
  file_mintmark_v1_flow_service,
  file_mintmark_v1_key_service,
  file_mintmark_v1_project_service,
  file_mintmark_v1_role_service,
  file_mintmark_v1_template_service,
  file_mintmark_v1_tenant_service,
  file_mintmark_v1_token_service,
  file_mintmark_v1_user_service,
  details.file_google_rpc_error_details,
  ProblemListSchema,
);

/** One scenario: its clients, its captures, its key sets. */
class Run {
  readonly captures: Record<string, string> = {};
  readonly #clients = new Map<string, Client>();
  readonly #verifiers = new Map<string, Verifier>();

  constructor(
    private readonly target: string,
    private readonly credential: string,
  ) {}

  async execute(raw: unknown): Promise<Json> {
    const step = this.#fill(raw) as Step;
    const kind = (["call", "verify", "http"] as const).find((name) => name in step);
    if (!kind) throw new Error(`unknown step ${Object.keys(step).join()}`);
    const unknown = Object.keys(step).filter((name) => !(MEMBERS[kind] as readonly string[]).includes(name));
    if (unknown.length) throw new Error(`unknown members ${unknown.join()}`);
    const result = await {
      call: () => this.#call(step),
      verify: () => this.#verify(step.verify),
      http: () => request(step.http),
    }[kind]();
    for (const [name, path] of Object.entries(step.capture ?? {})) this.captures[name] = find(result, path);
    return result;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  #fill(node: unknown): unknown {
    if (typeof node === "string") {
      return node.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
        const captured = this.captures[name];
        if (captured === undefined) throw new Error(`nothing is captured as ${name}`);
        return captured;
      });
    }
    if (Array.isArray(node)) return node.map((item) => this.#fill(item));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, this.#fill(member)]));
  }

  #client(credential: string): Client {
    const client = this.#clients.get(credential) ?? new Client({ target: this.target, credential });
    this.#clients.set(credential, client);
    return client;
  }

  async #call(step: Step): Promise<Json> {
    const [serviceName = "", methodName = ""] = step.call?.split("/") ?? [];
    const method = REGISTRY.getService(serviceName)?.methods.find(({ name }) => name === methodName);
    if (!method) throw new Error(`there is no method ${String(step.call)}`);
    const requests = (step.requests ?? [step.request ?? {}]).map((item) =>
      fromJson(method.input, item, { registry: REGISTRY }),
    );
    const options = step.timeout_ms === undefined ? {} : { timeoutMs: step.timeout_ms };
    const invoke = findMethod(this.#client(step.credential ?? this.credential), serviceName, method.localName);
    const streams = method.methodKind === "client_streaming" || method.methodKind === "bidi_streaming";
    const answer = invoke(streams ? requests : requests[0], options);
    if (Symbol.asyncIterator in answer) return await collect(method.output, answer, step.take);
    try {
      return { response: print(method.output, await answer) };
    } catch (error) {
      return { error: printError(error) };
    }
  }

  async #verify(asked: Step["verify"]): Promise<Json> {
    if (!asked) throw new Error("verify says nothing");
    const { token, issuer, kind, audience } = asked;
    const verifier = this.#verifiers.get(issuer) ?? (await Verifier.discover(issuer, { cooldownMs: 0 }));
    this.#verifiers.set(issuer, verifier);
    try {
      const { header, claims } = await verifier.verify(token, {
        kinds: [kind],
        ...(audience !== undefined && { audience }),
      });
      const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
      const { nsec = null } = JSON.parse(payload) as { nsec?: unknown };
      return { verified: { header, payload, trusted: claims, untrusted: nsec } };
    } catch (error) {
      if (error instanceof TokenRefusedError && !error.unavailable) return { refused: true };
      throw error;
    }
  }
}

type Invoke = (request: unknown, options: CallOptions) => Promise<Message> | AsyncIterable<Message>;

/** `mintmark.v1.AccessKeyService` is `accessKeys` of the client. */
function findMethod(client: Client, service: string, method: string): Invoke {
  const noun = service.replace(
    /^.*\.(.)(.*)Service$/,
    (_whole, first: string, rest: string) => first.toLowerCase() + rest,
  );
  const services = client as unknown as Record<string, Record<string, Invoke> | undefined>;
  const invoke = (services[noun] ?? services[`${noun}s`])?.[method];
  if (!invoke) throw new Error(`the client has no ${service}.${method}`);
  return invoke;
}

async function collect(schema: DescMessage, answers: AsyncIterable<Message>, take = Infinity): Promise<Json> {
  const responses: unknown[] = [];
  try {
    for await (const answer of answers) {
      responses.push(print(schema, answer));
      if (responses.length >= take) break;
    }
  } catch (error) {
    return { responses, error: printError(error) };
  }
  return { responses };
}

function print(schema: DescMessage, message: Message): JsonValue {
  return toJson(schema, message, { registry: REGISTRY });
}

/** Print the typed error; a failure that the service did not answer itself has no message, and no reason of the service's. */
function printError(error: unknown): Json {
  if (!(error instanceof MintmarkError)) throw error;
  const answered = error.serviceReason !== "";
  return omitEmpty({
    code: error.code,
    reason: answered || error.reason === "DEADLINE_EXCEEDED" ? error.serviceReason || error.reason : "",
    message: answered ? error.message : "",
    request_id: error.requestId,
    resource: error.resource,
    retry_delay_ms: error.retryDelayMs ?? 0,
    problems: error.problems.map(({ limit, actual, sourceField, ...texts }) => ({
      ...omitEmpty({ ...texts, source_field: sourceField }),
      ...(limit !== undefined && { limit }),
      ...(actual !== undefined && { actual }),
    })),
  });
}

function omitEmpty(object: object): Json {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== "" && value !== 0 && !isEmpty(value)),
  );
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

async function request(asked: Step["http"]): Promise<Json> {
  if (!asked) throw new Error("http says nothing");
  const { method, url, body } = asked;
  const headers = { "content-type": "application/json", connection: "close" };
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  try {
    return { http: { status: answer.status, body: JSON.parse(text) as unknown } };
  } catch {
    return { http: { status: answer.status, body: text } };
  }
}

function find(result: Json, path: string): string {
  let node: unknown = result.response ?? result.responses ?? result.http ?? result.verified;
  for (const part of path.split(".")) node = (node as Json | undefined)?.[part];
  if (node === undefined) throw new Error(`there is no ${path} to capture in ${JSON.stringify(result).slice(0, 500)}`);
  return typeof node === "string" ? node : JSON.stringify(node);
}

async function runScenario(
  scenario: { name: string; steps: unknown[] },
  target: string,
  credential: string,
): Promise<Json> {
  const run = new Run(target, credential);
  const steps: Json[] = [];
  const outcome = { name: scenario.name, captures: run.captures, steps };
  try {
    for (const step of scenario.steps) steps.push(await run.execute(step));
    return outcome;
  } catch (error) {
    return { ...outcome, failed: String(error) };
  } finally {
    run.close();
  }
}

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { target: text, "credential-file": text, scenarios: text, out: text } });
const { target = "", "credential-file": credentialFile = "", scenarios = "", out = "" } = values;
const credential = readFileSync(credentialFile, "utf8").trim();
const document = JSON.parse(readFileSync(scenarios, "utf8")) as { scenarios: { name: string; steps: unknown[] }[] };
const outcomes: Json[] = [];
for (const scenario of document.scenarios) outcomes.push(await runScenario(scenario, target, credential));
const { version } = createRequire(import.meta.url)("jose/package.json") as { version: string };
writeFileSync(out, JSON.stringify({ language: "typescript", library: `jose ${version}`, scenarios: outcomes }));

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";

import { create } from "@bufbuild/protobuf";

import { EvaluationView } from "../src/gen/mintmark/v1/evaluation_pb.js";
import { TemplateKind } from "../src/gen/mintmark/v1/template_pb.js";
import { IssueSessionTokenRequestSchema } from "../src/gen/mintmark/v1/token_service_pb.js";
import { Client, Dynamic, errorFromStatus, fromClaims, toClaims } from "../src/index.js";
import { connect, newFolder, PROJECT, refused, serveBytes, serveDemo, type Served } from "./service.js";

let served: Served;
let client: Client;
const ADA = { parent: PROJECT, subject: { kind: { case: "user", value: `${PROJECT}/users/ada` } } } as const;

before(async () => {
  served = await serveDemo();
  client = connect(served);
});

test("a token is issued with the claims of the template and the flow", async () => {
  const { token } = await client.tokens.issueSessionToken({
    ...ADA,
    tenant: `${PROJECT}/tenants/acme`,
    flowSource: { case: "flow", value: `${PROJECT}/flows/checkout` },
    flowContext: { form: { purpose: "evaluation" } },
    view: EvaluationView.FULL,
  });
  const payload = JSON.parse(Buffer.from(token?.token.split(".")[1] ?? "", "base64url").toString()) as Record<
    string,
    unknown
  >;
  assert.equal(payload.plan, "trial");
  assert.equal(payload.sub, "ada");
  assert.equal(token?.evaluation?.payload, JSON.stringify(payload));
});

test("claims go out as native values and come back as such", async () => {
  const claims = {
    plan: Dynamic.expression("user.custom_attributes.plan", "free"),
    limits: { seats: 25, list: [1.5, null, "ü"] },
  };
  const source = { notation: { case: "simple", value: toClaims(claims) } } as const;
  const { template } = await client.templates.createTemplate({
    parent: PROJECT,
    templateId: "native",
    template: { kind: TemplateKind.USER, source },
  });
  assert.equal(template?.source?.notation.case, "simple");
  assert.deepEqual(fromClaims(template.source.notation.value as never), claims);
});

test("every problem of a refusal is there, typed", async () => {
  const call = client.templates.createTemplate({
    parent: PROJECT,
    templateId: "bad",
    template: {
      kind: TemplateKind.USER,
      source: {
        notation: {
          case: "simple",
          value: toClaims({ exp: 1, plan: Dynamic.expression("user.custom_attributes.plam") }),
        },
      },
    },
  });
  const error = await refused(call, "CLAIMS_REFUSED");
  assert.equal(error.code, "INVALID_ARGUMENT");
  assert.deepEqual(
    error.problems.map(({ reason, path }) => [reason, path]),
    [
      ["RESERVED_CLAIM", "exp"],
      ["UNKNOWN_REFERENCE", "plan"],
    ],
  );
  assert.match(error.problems[1]?.suggestion ?? "", /plan/);
  assert.notEqual(error.requestId, "");
});

test("a reason is enough to know what happened", async () => {
  const error = await refused(client.users.getUser({ name: `${PROJECT}/users/nobody` }), "NOT_FOUND");
  assert.equal(error.resource, `${PROJECT}/users/nobody`);
  const user = (await client.users.getUser({ name: `${PROJECT}/users/alan` })).user;
  assert.ok(user);
  await refused(client.users.updateUser({ user: { ...user, etag: '"other"' } }), "ETAG_MISMATCH");
});

test("a batch has an outcome, or a typed error, for each item", async () => {
  const { outcomes } = await client.tokens.batchIssue({
    parent: PROJECT,
    items: ["ada", "nobody"].map((id) => ({
      issue: {
        case: "session",
        value: create(IssueSessionTokenRequestSchema, {
          parent: PROJECT,
          subject: { kind: { case: "user", value: `${PROJECT}/users/${id}` } },
        }),
      },
    })),
  });
  const [first, second] = outcomes.map(({ outcome }) => outcome);
  assert.equal(first?.case, "token");
  assert.ok(second?.case === "error");
  assert.equal(errorFromStatus(second.value).reason, "NOT_FOUND");
});

test("streams go both ways, in order, and end", async () => {
  const kinds: string[] = [];
  const issue = { case: "session", value: create(IssueSessionTokenRequestSchema, ADA) } as const;
  const requests = Array.from({ length: 300 }, () => ({ item: { issue } }));
  for await (const { outcome } of client.tokens.streamIssue(requests)) kinds.push(outcome?.outcome.case ?? "");
  assert.deepEqual(kinds, Array<string>(300).fill("token"));
  const imported = await client.users.importUsers(
    (async function* () {
      for (const id of ["tim", "vint"])
        yield await Promise.resolve({ parent: PROJECT, user: { name: `${PROJECT}/users/${id}` } });
    })(),
  );
  assert.equal(imported.createdCount, 2n);
});

test("a call that could do things twice has a request id, others have none", async () => {
  const sent: string[] = [];
  const seen = async (path: string, run: (client: Client) => Promise<unknown>) => {
    await run(connect(await serveBytes(path, (bytes) => (sent.push(bytes.toString("latin1")), Buffer.alloc(0)))));
    return sent.pop() ?? "";
  };
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
  assert.match(await seen("/mintmark.v1.UserService/DeleteUser", (c) => c.users.deleteUser({ name: "n" })), uuid);
  assert.doesNotMatch(await seen("/mintmark.v1.UserService/GetUser", (c) => c.users.getUser({ name: "n" })), uuid);
  const own = await seen("/mintmark.v1.UserService/DeleteUser", (c) =>
    c.users.deleteUser({ name: "n", requestId: "mine" }),
  );
  assert.match(own, /mine/);
  assert.doesNotMatch(own, uuid);
});

test("the same request id gives the same answer", async () => {
  const request = { ...ADA, requestId: "7f2c4a3e-0b1d-4c5e-8f60-123456789abc" };
  const [first, second] = [
    await client.tokens.issueRefreshToken(request),
    await client.tokens.issueRefreshToken(request),
  ];
  assert.equal(first.token?.token, second.token?.token);
});

test("the credential comes from the argument, a file or the environment", async () => {
  const file = join(newFolder(), "credential");
  writeFileSync(file, `${served.credential}\n`);
  const works = async (options: ConstructorParameters<typeof Client>[0]) => {
    using client = new Client(options);
    await client.users.getUser({ name: `${PROJECT}/users/ada` });
  };
  const { target, credential } = served;
  await works({ target, credential });
  await works({ target, credentialFile: file });
  process.env.MINTMARK_TARGET = target;
  process.env.MINTMARK_CREDENTIAL_FILE = file;
  await works({});
  process.env.MINTMARK_CREDENTIAL = credential;
  process.env.MINTMARK_CREDENTIAL_FILE = "/nowhere";
  await works({});
  delete process.env.MINTMARK_CREDENTIAL;
  assert.throws(() => new Client(), /nowhere/);
  delete process.env.MINTMARK_TARGET;
  delete process.env.MINTMARK_CREDENTIAL_FILE;
  assert.throws(() => new Client({ credential, credentialFile: file }), /not both/);
  assert.throws(() => new Client({ tls: { certFile: file } }), /both certFile and keyFile/);
});

test("an access key's own secret is the credential of one call", async () => {
  const { accessKey, secret } = await client.accessKeys.createAccessKey({
    parent: PROJECT,
    accessKeyId: "ci",
    accessKey: {},
  });
  assert.ok(accessKey);
  const anonymous = connect({ target: served.target });
  const { token } = await anonymous.tokens.issueAccessKeyToken({ parent: PROJECT }, { credential: secret });
  assert.ok(token?.token);
});

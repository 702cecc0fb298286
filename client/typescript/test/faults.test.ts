import assert from "node:assert/strict";
import { before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { create, toBinary, type DescMessage, type Message } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import * as grpc from "@grpc/grpc-js";

import { ErrorInfoSchema, RetryInfoSchema } from "../src/gen/google/rpc/error_details_pb.js";
import { StatusSchema } from "../src/gen/google/rpc/status_pb.js";
import { ProblemListSchema } from "../src/gen/mintmark/v1/error_pb.js";
import { GetUserResponseSchema } from "../src/gen/mintmark/v1/user_service_pb.js";
import { Client } from "../src/index.js";
import { connect, freePort, PROJECT, refused, serveBytes, serveDemo, serveTls, type Served } from "./service.js";

const GET_USER = "/mintmark.v1.UserService/GetUser";
const ADA = { name: `${PROJECT}/users/ada` };
let served: Served;

before(async () => {
  served = await serveDemo();
});

/** Resources that keep the process alive or take handles, of a kind that calls make. */
const held = () => process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout|Pipe|TLS/.test(kind)).length;

/** Assert that what a test opened is closed soon. */
async function assertReleased(atStart: number): Promise<void> {
  for (let round = 0; held() > atStart && round < 200; round += 1) await sleep(10);
  assert.ok(
    held() <= atStart,
    `${held()} resources are held, at the start there were ${atStart}: ${process.getActiveResourcesInfo().join()}`,
  );
}

test("a wrong address is said at once, with what to check", async () => {
  const atStart = held();
  const client = new Client({ target: `127.0.0.1:${await freePort()}`, credential: "x" });
  const error = await refused(client.tokens.issueSessionToken({ parent: PROJECT }), "UNREACHABLE");
  assert.equal(error.code, "UNAVAILABLE");
  assert.match(error.message, /127\.0\.0\.1:\d+ \(without TLS\) can't be reached; check the address.*ECONNREFUSED/);
  assert.equal(error.serviceReason, "");
  client.close();
  await assertReleased(atStart);
});

test("an address that speaks HTTP is no service", async () => {
  const client = connect({ target: served.http.replace("http://", "") });
  const error = await client.users.getUser(ADA).catch((error: unknown) => error);
  assert.ok(error instanceof Error);
  assert.match(error.message, /check/);
});

test("a wrong credential is refused as every wrong one is", async () => {
  const error = await refused(connect({ ...served, credential: "mmc_wrong" }).users.getUser(ADA), "UNAUTHENTICATED");
  assert.equal(error.code, "UNAUTHENTICATED");
  await refused(connect({ ...served, credential: "" }).users.getUser(ADA), "UNAUTHENTICATED");
});

test("a deadline passes on this side too", async () => {
  const stuck = new grpc.Server();
  const same = (bytes: Buffer) => bytes;
  const definition = { path: GET_USER, requestStream: false, responseStream: false, requestSerialize: same, requestDeserialize: same, responseSerialize: same, responseDeserialize: same }; // prettier-ignore
  stuck.addService({ call: definition }, { call: () => undefined });
  const port = await new Promise<number>((resolve) => {
    stuck.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_error, bound) => {
      resolve(bound);
    });
  });
  const client = new Client({ target: `127.0.0.1:${port}`, credential: "x", timeoutMs: 150 });
  const error = await refused(client.users.getUser(ADA), "DEADLINE_EXCEEDED");
  assert.match(error.message, /raise timeoutMs/);
  await refused(client.users.getUser(ADA, { timeoutMs: 50 }), "DEADLINE_EXCEEDED");
  const cancelled = new AbortController();
  const call = client.users.getUser(ADA, { signal: cancelled.signal, timeoutMs: 60_000 });
  setTimeout(() => {
    cancelled.abort();
  }, 20);
  await refused(call, "CANCELLED");
  await refused(client.users.getUser(ADA, { signal: AbortSignal.abort() }), "CANCELLED");
  const open = client.users.getUser(ADA, { timeoutMs: 60_000 });
  client.close();
  await refused(open, "CANCELLED");
  stuck.forceShutdown();
});

test("the service's deadline is the same reason", async () => {
  const error = await refused(connect(served).users.getUser(ADA, { timeoutMs: 0 }), "DEADLINE_EXCEEDED");
  assert.equal(error.code, "DEADLINE_EXCEEDED");
});

test("a 5 MB answer is refused with what to do", async () => {
  const big = await serveBytes(GET_USER, () =>
    Buffer.from(
      toBinary(GetUserResponseSchema, create(GetUserResponseSchema, { user: { displayName: "x".repeat(5 << 20) } })),
    ),
  );
  const error = await refused(connect(big).users.getUser(ADA), "MESSAGE_TOO_LARGE");
  assert.equal(error.code, "RESOURCE_EXHAUSTED");
  assert.match(error.message, /page_size/);
});

test("an answer that is no message of the contract is said to be none", async () => {
  const broken = await serveBytes(GET_USER, () => Buffer.from([0xff, 0xff, 0xff]));
  await refused(connect(broken).users.getUser(ADA), "PROTOCOL");
  const other = await serveBytes("/other.Service/Method", () => Buffer.alloc(0));
  const error = await refused(connect(other).users.getUser(ADA), "PROTOCOL");
  assert.equal(error.code, "UNIMPLEMENTED");
  assert.match(error.message, /check that it is Mintmark/);
});

function statusOf(code: grpc.status, ...details: [DescMessage, Message][]): Partial<grpc.StatusObject> {
  const packed = details.map(([schema, message]) => anyPack(schema, message));
  const metadata = new grpc.Metadata();
  const status = create(StatusSchema, { code, message: "said by the service", details: packed });
  metadata.set("grpc-status-details-bin", Buffer.from(toBinary(StatusSchema, status)));
  return { code, details: "said by the service", metadata };
}

test("a reason and a problem that are newer than this client stay readable", async () => {
  const newer = await serveBytes(GET_USER, () =>
    statusOf(
      grpc.status.FAILED_PRECONDITION,
      [
        ErrorInfoSchema,
        create(ErrorInfoSchema, { domain: "mintmark", reason: "MOON_PHASE", metadata: { request_id: "r1" } }),
      ],
      [
        ProblemListSchema,
        create(ProblemListSchema, { problems: [{ reason: 4711 as never, path: "plan", message: "no moon" }] }),
      ],
    ),
  );
  const error = await refused(connect(newer).users.getUser(ADA), "UNRECOGNIZED");
  assert.deepEqual([error.code, error.serviceReason, error.requestId], ["FAILED_PRECONDITION", "MOON_PHASE", "r1"]);
  assert.equal(error.message, "said by the service");
  assert.deepEqual([error.problems[0]?.reason, error.problems[0]?.path], ["UNRECOGNIZED", "plan"]);
});

test("unknown enum values and fields of an answer are kept", async () => {
  // Field 900 of the answer, which only a newer contract has.
  const bytes = Buffer.concat([Buffer.from(toBinary(GetUserResponseSchema, create(GetUserResponseSchema, { user: ADA }))), Buffer.from("a23802686f", "hex")]); // prettier-ignore
  const answer = await connect(await serveBytes(GET_USER, () => bytes)).users.getUser(ADA);
  assert.equal(answer.user?.name, ADA.name);
  assert.deepEqual(Buffer.from(toBinary(GetUserResponseSchema, answer)), bytes);
});

test("UNAVAILABLE is tried again where that is safe, and the delay of the last answer is told", async () => {
  let calls = 0;
  const away = () =>
    statusOf(
      grpc.status.UNAVAILABLE,
      [ErrorInfoSchema, create(ErrorInfoSchema, { domain: "mintmark", reason: "STORAGE_UNAVAILABLE" })],
      [RetryInfoSchema, create(RetryInfoSchema, { retryDelay: { seconds: 1n, nanos: 500_000_000 } })],
    );
  const recovering = await serveBytes(GET_USER, () => ((calls += 1) < 3 ? away() : Buffer.alloc(0)));
  await connect(recovering).users.getUser(ADA);
  assert.equal(calls, 3);
  calls = -1_000;
  const error = await refused(connect(recovering).users.getUser(ADA), "STORAGE_UNAVAILABLE");
  assert.equal(calls, -996, "four attempts");
  assert.equal(error.retryDelayMs, 1_500);
});

test("a service that goes away and comes back is found again by the same client", async () => {
  const own = await serveDemo();
  const client = connect(own);
  await client.users.getUser(ADA);
  await own.stop();
  const error = await refused(client.users.getUser(ADA), "UNREACHABLE");
  assert.match(error.message, /can't be reached/);
  await own.restart();
  // Connecting anew waits a little after each failure; a caller that tries again gets through.
  for (let tries = 0; ; tries += 1) {
    try {
      await client.users.getUser(ADA);
      return;
    } catch (failure) {
      if (tries === 300) throw failure;
      await sleep(100);
    }
  }
});

/** Read a stream to its end. */
async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let read = 0;
  for await (const answer of stream) read += answer ? 1 : 0;
  return read;
}

test("streams that are left, cancelled or failed hold nothing", async () => {
  const client = new Client({ target: served.target, credential: served.credential });
  await client.users.getUser(ADA);
  const atStart = held();
  for (let round = 0; round < 20; round += 1) {
    for await (const { outcome } of client.tokens.streamIssue([{}, {}])) {
      assert.equal(outcome?.outcome.case, "error");
      break;
    }
  }
  const cancel = new AbortController();
  const watched = drain(client.audit.watchAuditEvents({ parent: PROJECT }, { signal: cancel.signal }));
  setTimeout(() => {
    cancel.abort();
  }, 50);
  await refused(watched, "CANCELLED");
  await refused(drain(client.audit.watchAuditEvents({ parent: PROJECT }, { timeoutMs: 100 })), "DEADLINE_EXCEEDED");
  await refused(drain(client.tokens.streamIssue([], { signal: AbortSignal.abort() })), "CANCELLED");
  const failing = (async function* () {
    yield await Promise.resolve({});
    throw new RangeError("out of requests");
  })();
  await assert.rejects(
    drain(client.tokens.streamIssue(failing)),
    RangeError,
    "the caller's own error, not a cancelled call",
  );
  const imported = client.users.importUsers([{ parent: PROJECT, user: { createTime: { nanos: 1.5 } } }]);
  await assert.rejects(imported, /nanos|1\.5/);
  await assertReleased(atStart);
  const open = drain(client.audit.watchAuditEvents({ parent: PROJECT }));
  setTimeout(() => {
    client.close();
  }, 50);
  await refused(open, "CANCELLED");
});

test("requests are sent no faster than they are taken, and no further once the loop is left", async () => {
  const client = connect(served);
  let sent = 0;
  const requests = (function* () {
    for (;;) {
      sent += 1;
      yield { item: { issue: { case: "session", value: { parent: PROJECT } } } } as never;
    }
  })();
  for await (const { outcome } of client.tokens.streamIssue(requests)) {
    assert.equal(outcome?.outcome.case, "error");
    break;
  }
  const atEnd = sent;
  await sleep(50);
  assert.ok(sent - atEnd <= 1, `${sent - atEnd} requests were made after the end`);
});

test("TLS and no TLS don't meet, and the error says which side has which", async () => {
  const tls = await serveTls({ mtls: false });
  const atStart = held();
  const run = async (options: ConstructorParameters<typeof Client>[0]) => {
    const client = new Client({ target: tls.target, credential: tls.credential, ...options });
    try {
      return await client.projects.listProjects({}, { timeoutMs: 10_000 });
    } finally {
      client.close();
    }
  };
  const ca = `${tls.folder}/ca.pem`;
  await run({ tls: { caFile: ca } });
  const plain = await refused(run({}), "UNREACHABLE");
  assert.match(plain.message, /without TLS.*both sides use TLS or neither/);
  const untrusted = await refused(run({ tls: {} }), "UNREACHABLE");
  assert.match(untrusted.message, /\(TLS\)/);
  await refused(run({ tls: { caFile: ca, serverName: "other.example" } }), "UNREACHABLE");
  await run({ target: tls.target.replace("localhost", "127.0.0.1"), tls: { caFile: ca, serverName: "localhost" } });
  const noTls = await refused(run({ target: served.target, tls: { caFile: ca } }), "UNREACHABLE");
  assert.match(noTls.message, /\(TLS\)/);
  assert.throws(() => new Client({ tls: { caFile: "/nowhere.pem" } }), /nowhere/);
  await assertReleased(atStart);
});

test("a target that is not local gets no plaintext", async () => {
  // Loopback too, but written so that the client takes it for any address.
  const target = served.target.replace("127.0.0.1", "[::ffff:127.0.0.1]");
  using careful = new Client({ target, credential: served.credential });
  const error = await refused(careful.users.getUser(ADA), "UNREACHABLE");
  assert.ok(error.message.startsWith(`Mintmark at ${target} (TLS) can't be reached`), error.message);
  for (const options of [{ target, plaintext: true }, { target: served.target.replace("127.0.0.1", "localhost") }]) {
    using client = new Client({ ...options, credential: served.credential });
    assert.equal((await client.users.getUser(ADA)).user?.name, ADA.name);
  }
});

test("mTLS: a client without a certificate is not let in", async () => {
  const tls = await serveTls({ mtls: true });
  const files = {
    caFile: `${tls.folder}/ca.pem`,
    certFile: `${tls.folder}/client.pem`,
    keyFile: `${tls.folder}/client.key`,
  };
  using client = new Client({ target: tls.target, credential: tls.credential, tls: files });
  await client.projects.listProjects({});
  using other = new Client({ target: tls.target, credential: tls.credential, tls: { caFile: files.caFile } });
  await refused(other.projects.listProjects({}), "UNREACHABLE");
});

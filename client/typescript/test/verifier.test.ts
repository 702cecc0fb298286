import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";

import express from "express";
import { exportJWK, generateKeyPair, SignJWT, CompactSign, type CryptoKey } from "jose";

import { guard, tokenOf } from "../examples/guard.js";
import { readSessionVariables, RoleRefusedError } from "../examples/hasura.js";
import { TokenRefusedError, Verifier, type Kind } from "../examples/verifier.js";
import { ApplicationKind } from "../src/gen/mintmark/v1/application_pb.js";
import type { Client } from "../src/index.js";
import { connect, freePort, PROJECT, serveDemo, type Served } from "./service.js";

const ADA = { parent: PROJECT, subject: { kind: { case: "user", value: `${PROJECT}/users/ada` } } } as const;
let served: Served;
let client: Client;
let verifier: Verifier;

before(async () => {
  served = await serveDemo();
  client = connect(served);
  verifier = await Verifier.discover(served.issuer, { cooldownMs: 0 });
});

const session = async () => {
  const { token } = await client.tokens.issueSessionToken({
    ...ADA,
    tenant: `${PROJECT}/tenants/acme`,
    clientClaims: { theme: "dark", roles: ["admin"] },
  });
  return token?.token ?? "";
};

const refuses = async (token: string, kinds: readonly Kind[], message: RegExp, audience?: string, by = verifier) => {
  await assert.rejects(by.verify(token, { kinds, ...(audience && { audience }) }), (error) => {
    assert.ok(error instanceof TokenRefusedError);
    assert.match(error.message, message);
    assert.equal(error.unavailable, false);
    return true;
  });
};

test("a session token holds, and what the client sent stays apart", async () => {
  const token = await verifier.verify(await session(), { kinds: ["session"] });
  assert.equal(token.kind, "session");
  assert.equal(token.subject, "ada");
  assert.equal(token.claims.plan, "pro");
  assert.equal(token.claims.nsec, undefined);
  assert.deepEqual(token.untrustedClaims, { roles: ["admin"], theme: "dark" });
});

test("refresh, access-key and ID tokens are told apart by their kind", async () => {
  const refresh = (await client.tokens.issueRefreshToken(ADA)).token?.token ?? "";
  const machine = await client.tokens.issueAccessKeyToken({
    parent: PROJECT,
    accessKey: `${PROJECT}/accessKeys/nightly`,
  });
  await client.applications.createApplication({
    parent: PROJECT,
    applicationId: "oidc",
    application: { kind: ApplicationKind.OIDC },
  });
  const id = await client.tokens.issueIdToken({ ...ADA, application: `${PROJECT}/applications/oidc`, nonce: "n" });
  const idToken = id.token?.token ?? "";
  assert.equal((await verifier.verify(refresh, { kinds: ["refresh"] })).kind, "refresh");
  assert.equal((await verifier.verify(machine.token?.token ?? "", { kinds: ["access_key"] })).kind, "access_key");
  assert.equal((await verifier.verify(idToken, { kinds: ["id"], audience: "oidc" })).claims.nonce, "n");
  await refuses(refresh, ["session", "access_key", "id"], /kind refresh/);
  await refuses(idToken, ["session"], /kind id/);
  await refuses(idToken, ["id"], /somebody else/, "other");
  await refuses(idToken, ["id"], /somebody else/);
});

test("what is tampered with, cut or foreign is refused", async () => {
  const token = await session();
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
  const forged = Buffer.from(JSON.stringify({ ...claims, plan: "unlimited" })).toString("base64url");
  await refuses(`${header}.${forged}.${signature}`, ["session"], /does not hold/);
  await refuses(`${header}.${payload}.`, ["session"], /does not hold/);
  await refuses(`${token}=`, ["session"], /malformed/);
  await refuses(`${token}.`, ["session"], /malformed/);
  await refuses(`${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`, ["session"], /names no key/);
  await refuses("", ["session"], /malformed/);
  await refuses("x".repeat(20_000), ["session"], /too large/);
  const other = await Verifier.discover((await serveDemo()).issuer);
  await refuses(token, ["session"], /does not hold/, undefined, other);
});

test("a key that was rotated in is found without a restart", async () => {
  const { key } = await client.keys.prepareKey({ parent: PROJECT });
  await client.keys.activateKey({ name: key?.name ?? "", force: true });
  const token = await verifier.verify(await session(), { kinds: ["session"] });
  assert.equal(token.header.kid, key?.name.split("/").at(-1));
});

test("an issuer that is not who it says, or is away, is told from a bad token", async () => {
  await assert.rejects(
    Verifier.discover(`${served.http}/projects/none`),
    (error) => (error as TokenRefusedError).unavailable,
  );
  await assert.rejects(
    Verifier.discover(`http://127.0.0.1:${await freePort()}`),
    (error) => (error as TokenRefusedError).unavailable,
  );
  const alias = served.issuer.replace("127.0.0.1", "localhost");
  await assert.rejects(Verifier.discover(alias), /not the discovery document/);
});

/** An issuer of the test's own, which signs what Mintmark never would. */
async function serveIssuer(): Promise<{ issuer: string; key: CryptoKey; fetches: () => number; stop: () => void }> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: "k", alg: "ES256", use: "sig" };
  let fetches = 0;
  const server = createServer((request, response) => {
    fetches += 1;
    const document = { issuer, jwks_uri: `${issuer}/keys` };
    response.end(JSON.stringify(request.url === "/keys" ? { keys: [jwk] } : document));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  after(stop);
  return { issuer, key: privateKey, fetches: () => fetches, stop };
}

test("well-signed nonsense is refused: each check is made", async () => {
  const { issuer, key } = await serveIssuer();
  const own = await Verifier.discover(issuer);
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: issuer, sub: "ada", aud: "app", iat: now, exp: now + 60, drn: "DS" };
  const sign = (claims: object, header: object = {}) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: "ES256", kid: "k", typ: "JWT", ...header }).sign(key);
  assert.equal((await own.verify(await sign(good), { kinds: ["session"], audience: "app" })).subject, "ada");
  const bad: [object, object?][] = [
    [{ ...good, iss: "https://elsewhere" }],
    [{ ...good, exp: now - 6 }],
    [{ ...good, iat: now + 60 }],
    [{ ...good, nbf: now + 60 }],
    [{ ...good, exp: now + 60.5 }],
    [{ ...good, sub: "" }],
    [{ ...good, sub: undefined }],
    [{ ...good, exp: undefined }],
    [{ ...good, drn: "XX" }],
    [{ ...good, drn: "" }],
    [{ ...good, drn: null }],
    [good, { typ: "at+jwt" }],
    [good, { typ: undefined }],
    [good, { kid: "unknown" }],
    [good, { kid: undefined }],
    [{ ...good, drn: "DSR" }, { typ: "refresh+jwt" }],
    [{ ...good, aud: "other" }],
    [{ ...good, aud: [7, "app"] }],
    [{ ...good, aud: undefined }],
    [{ ...good, drn: undefined, azp: "other" }],
    [{ ...good, iat: -1 }],
    [good, { jku: `${issuer}/keys` }],
  ];
  for (const [claims, header] of bad) {
    const token = await sign(claims, header);
    const kinds: Kind[] = ["session", "refresh", "id", "access_key"];
    await assert.rejects(
      own.verify(token, { kinds, audience: "app" }),
      TokenRefusedError,
      JSON.stringify([claims, header]),
    );
  }
  const twice = JSON.stringify(good).replace('"sub":"ada"', '"sub":"eve","sub":"ada"');
  const token = await new CompactSign(Buffer.from(twice))
    .setProtectedHeader({ alg: "ES256", kid: "k", typ: "JWT" })
    .sign(key);
  await refuses(token, ["session"], /member twice/, "app", own);
  await refuses(await sign(good), ["session"], /somebody else/, undefined, own);
});

test("nobody can make a verifier fetch by sending tokens", async () => {
  const { issuer, key, fetches } = await serveIssuer();
  const own = await Verifier.discover(issuer);
  for (let count = 0; count < 20; count += 1) {
    const token = await new SignJWT({}).setProtectedHeader({ alg: "ES256", kid: `k${count}`, typ: "JWT" }).sign(key);
    await refuses(token, ["session"], /does not hold/, undefined, own);
  }
  assert.equal(fetches(), 2, "discovery and one key set");
});

test("a guard protects one route", async () => {
  const issuer = await serveIssuer();
  const app = express();
  app.get("/plan", guard(verifier), (_request, response) => {
    response.json({ plan: tokenOf(response).claims.plan });
  });
  app.get("/away", guard(await Verifier.discover(issuer.issuer)), (_request, response) => {
    response.json({});
  });
  app.get("/open", (_request, response) => {
    response.json({ open: true });
  });
  const server = app.listen(0, "127.0.0.1");
  after(() => server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const get = async (path: string, authorization?: string) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    const answer = await fetch(url, { headers: { connection: "close", ...(authorization && { authorization }) } });
    return [answer.status, answer.headers.get("www-authenticate"), await answer.json()] as const;
  };
  const token = await session();
  assert.deepEqual(await get("/plan", `Bearer ${token}`), [200, null, { plan: "pro" }]);
  assert.deepEqual((await get("/plan")).slice(0, 2), [401, "Bearer"]);
  assert.equal((await get("/plan", `Basic ${token}`))[0], 401);
  assert.deepEqual((await get("/plan", "Bearer x.y.z")).slice(0, 2), [401, 'Bearer error="invalid_token"']);
  const refresh = (await client.tokens.issueRefreshToken(ADA)).token?.token ?? "";
  assert.equal((await get("/plan", `Bearer ${refresh}`))[0], 401);
  assert.deepEqual(await get("/open"), [200, null, { open: true }]);
  issuer.stop();
  assert.equal((await get("/away", `Bearer ${token}`))[0], 503, "nobody knows whether the token holds");
});

test("Hasura's variables are read from the nested object", async () => {
  const token = await verifier.verify(await session(), { kinds: ["session"] });
  assert.deepEqual(readSessionVariables(token), { "x-hasura-role": "member", "x-hasura-user-id": "ada" });
  assert.equal(readSessionVariables(token, "admin")["x-hasura-role"], "admin");
  assert.throws(() => readSessionVariables(token, "superuser"), RoleRefusedError);
  assert.throws(() => readSessionVariables({ ...token, claims: {} }), RoleRefusedError);
});

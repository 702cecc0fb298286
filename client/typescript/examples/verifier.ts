/**
 * Verifying Mintmark's tokens with panva/jose, by discovery: no secret, no gRPC. server/docs/verifying.md says what is checked, and why.
 *
 *     const verifier = await Verifier.discover("https://tokens.example.com/projects/demo");
 *     const token = await verifier.verify(text, { kinds: ["session"] });
 *     token.userId; token.claims.plan; token.untrustedClaims   // the last is what a client sent: never trust it
 *
 * The key set is kept for 5 minutes at most; a token with an unknown `kid` makes it look again, once in 10 s at most (nobody can make it
 * fetch by sending tokens), so a rotated key is found without a restart. When the set has expired and can't be had, tokens are refused as
 * `unavailable`.
 */

import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";

const MAX_TOKEN_BYTES = 16 * 1024;
const MAX_HEADER_BYTES = 2 * 1024;
const MAX_RSA_BITS = 8192;
const ALGORITHMS = ["ES256", "ES384", "EdDSA", "Ed25519", "PS256", "RS256"];
const HEADER_MEMBERS = ["alg", "kid", "typ", "cty"];
const LEEWAY_SECONDS = 5;
const FETCH_MS = 5_000;

/** By the header's `typ` and the claim `drn`; anything else is no token of Mintmark's. */
const KINDS = [
  ["session", "JWT", "DS"],
  ["refresh", "refresh+jwt", "DSR"],
  ["id", "JWT", undefined],
  ["access_key", "JWT", "DSK"],
] as const;

export type Kind = (typeof KINDS)[number][0];

/** What a caller takes: kinds, and the name by which tokens are for it. Without one, a token that names an audience is refused. */
export interface Expected {
  readonly kinds: readonly Kind[];
  readonly audience?: string;
}

/** A token whose checks all passed. `untrustedClaims` (`nsec`) is what the client sent. */
export interface VerifiedToken {
  readonly kind: Kind;
  readonly subject: string;
  /** The user's real id, also where a template overrode the subject. */
  readonly userId: string;
  readonly sessionId: string;
  readonly header: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly untrustedClaims: Readonly<Record<string, unknown>>;
}

/** A token that does not hold; or, where `unavailable`, of which nothing is known since keys can't be had: answer 503, not 401. */
export class TokenRefusedError extends Error {
  override readonly name = "TokenRefusedError";
  readonly unavailable: boolean;
  constructor(message: string, cause?: unknown, unavailable = false) {
    super(message, { cause });
    this.unavailable = unavailable;
  }
}

/** Verifies one issuer's tokens. Make it once; it keeps the key set. */
export class Verifier {
  private constructor(
    readonly issuer: string,
    private readonly keys: JWTVerifyGetKey,
  ) {}

  /**
   * Read where an issuer's keys are; `cooldownMs` is the shortest time between two looks for unknown keys. Throws TokenRefusedError when its
   * discovery document can't be had, or speaks for another.
   */
  static async discover(issuer: string, options: { cooldownMs?: number } = {}): Promise<Verifier> {
    const { protocol, hostname, origin } = new URL(issuer);
    if (protocol !== "https:" && !["127.0.0.1", "[::1]", "localhost"].includes(hostname)) {
      throw new TokenRefusedError(`${issuer} is neither HTTPS nor on this machine.`);
    }
    const url = `${issuer}/.well-known/openid-configuration`;
    let document: { issuer?: unknown; jwks_uri?: unknown };
    try {
      const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(FETCH_MS) });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      document = (await answer.json()) as typeof document;
    } catch (error) {
      throw new TokenRefusedError(`${url} can't be read.`, error, true);
    }
    const keys = text(document.jwks_uri);
    if (document.issuer !== issuer || !URL.canParse(keys) || new URL(keys).origin !== origin) {
      throw new TokenRefusedError(`${url} is not the discovery document of ${issuer}.`);
    }
    const { cooldownMs: cooldownDuration = 10_000 } = options;
    const settings = { cacheMaxAge: 300_000, cooldownDuration, timeoutDuration: FETCH_MS };
    return new Verifier(issuer, createRemoteJWKSet(new URL(keys), settings));
  }

  /** Verify a token. Throws TokenRefusedError. */
  async verify(token: string, expected: Expected): Promise<VerifiedToken> {
    const header = readHeader(token);
    const payload = await this.#verify(token);
    const kind = KINDS.find(([, typ, drn]) => typ === header.typ && drn === payload.drn)?.[0];
    if (!kind || !expected.kinds.includes(kind)) {
      throw new TokenRefusedError(`The token is of kind ${kind ?? "unknown"}.`);
    }
    if (!text(payload.sub)) throw new TokenRefusedError("The token has no subject.");
    checkAudience(payload, kind === "refresh" ? this.issuer : expected.audience, kind);
    checkTimes(payload);
    const { nsec, ...claims } = payload;
    return {
      kind,
      subject: text(payload.sub),
      userId: text(payload.dsub) || text(payload.sub),
      sessionId: text(payload.sid),
      header,
      claims,
      untrustedClaims: typeof nsec === "object" && nsec ? (nsec as Record<string, unknown>) : {},
    };
  }

  /** Check key, signature, issuer, `exp` and `nbf` with jose, then that no member stands twice. */
  async #verify(token: string): Promise<JWTPayload> {
    try {
      const options = {
        issuer: this.issuer,
        algorithms: ALGORITHMS,
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ["iat", "exp"],
      };
      const { payload, key } = await jwtVerify(token, this.keys, options);
      const { modulusLength = 0 } = "algorithm" in key ? (key.algorithm as { modulusLength?: number }) : {};
      if (modulusLength > MAX_RSA_BITS) {
        throw new TokenRefusedError("The key is larger than any that Mintmark signs with.");
      }
      checkMembers(decode(token.split(".")[1]));
      return payload;
    } catch (error) {
      if (error instanceof TokenRefusedError) throw error;
      // A set that can't be fetched has no error class of its own.
      const unavailable =
        !(error instanceof errors.JOSEError) || ["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT"].includes(error.code);
      throw new TokenRefusedError(
        unavailable ? "The key set can't be had." : "The token does not hold.",
        error,
        unavailable,
      );
    }
  }
}

/** Check size, form and header. jose takes non-canonical base64url, more members, and a set's only key for a token that names none. */
function readHeader(token: string): Record<string, string> {
  const segments = token.length <= MAX_TOKEN_BYTES ? token.split(".") : [];
  const canonical = segments.every((segment) => Buffer.from(segment, "base64url").toString("base64url") === segment);
  if (segments.length !== 3 || !canonical || (segments[0]?.length ?? 0) > MAX_HEADER_BYTES) {
    throw new TokenRefusedError("The token is malformed or too large.");
  }
  let header: unknown;
  try {
    header = JSON.parse(decode(segments[0]));
  } catch (error) {
    throw new TokenRefusedError("The token's header is no JSON.", error);
  }
  const members = Object.entries(header ?? {});
  if (!members.every(([name, value]) => HEADER_MEMBERS.includes(name) && typeof value === "string")) {
    throw new TokenRefusedError("The token's header has members that Mintmark never writes.");
  }
  checkMembers(decode(segments[0]));
  const read = Object.fromEntries(members) as Record<string, string>;
  if (!read.kid) throw new TokenRefusedError("The token names no key.");
  return read;
}

function checkAudience(payload: JWTPayload, audience: string | undefined, kind: Kind): void {
  const named: unknown[] = payload.aud === undefined ? [] : [payload.aud].flat();
  if (!named.every((name) => typeof name === "string")) throw new TokenRefusedError("The audience is no text.");
  const fits =
    audience === undefined
      ? named.length === 0
      : named.includes(audience) && (kind !== "refresh" || named.length === 1);
  if (!fits || (kind === "id" && payload.azp !== undefined && payload.azp !== audience)) {
    throw new TokenRefusedError("The token is for somebody else.");
  }
}

/** Times are whole seconds, and nothing is from the future: jose checks `iat` only where a largest age is asked for. */
function checkTimes({ iat = -1, exp = -1, nbf = 0 }: JWTPayload): void {
  if (![iat, exp, nbf].every((time) => Number.isSafeInteger(time) && time >= 0)) {
    throw new TokenRefusedError("A time is no whole number of seconds.");
  }
  if (iat > Date.now() / 1000 + LEEWAY_SECONDS) throw new TokenRefusedError("The token is from the future.");
}

/** JSON.parse keeps the last of two members of one name, another reader the first: count those in the text against those that were kept. */
function checkMembers(json: string): void {
  const written = [...json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter((match) => match[1]).length;
  let kept = 0;
  JSON.parse(json, (_key, value: unknown) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) kept += Object.keys(value).length;
    return value;
  });
  if (written !== kept) throw new TokenRefusedError("The token has a member twice.");
}

function decode(segment = ""): string {
  return Buffer.from(segment, "base64url").toString();
}

function text(claim: unknown): string {
  return typeof claim === "string" ? claim : "";
}

/**
 * What Hasura's authorisation webhook does: session variables from the nested object of a verified token.
 *
 * The template writes `https://hasura.io/jwt/claims` with `x-hasura-allowed-roles`, `x-hasura-default-role` and whatever rules need;
 * a caller may ask for one of the allowed roles by the header `x-hasura-role`.
 */

import type { VerifiedToken } from "./verifier.js";

const NAMESPACE = "https://hasura.io/jwt/claims";

/** The caller may not act in the role that it asks for, or the token has no roles for Hasura at all. */
export class RoleRefusedError extends Error {
  override readonly name = "RoleRefusedError";
}

/** Return the session variables, lower case, all of them texts. Throws RoleRefusedError. */
export function readSessionVariables(token: VerifiedToken, askedRole?: string): Record<string, string> {
  const claims = token.claims[NAMESPACE];
  if (typeof claims !== "object" || claims === null) throw new RoleRefusedError(`The token has no ${NAMESPACE}.`);
  const {
    "x-hasura-allowed-roles": allowed,
    "x-hasura-default-role": standard,
    ...rest
  } = claims as Record<string, unknown>;
  const role = askedRole ?? standard;
  if (!Array.isArray(allowed) || typeof role !== "string" || !allowed.includes(role)) {
    throw new RoleRefusedError(`The role ${String(role)} is not among those allowed.`);
  }
  const variables = Object.entries(rest).filter(([name]) => name.toLowerCase().startsWith("x-hasura-"));
  const texts = variables.map(([name, value]) => [
    name.toLowerCase(),
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { ...(Object.fromEntries(texts) as Record<string, string>), "x-hasura-role": role };
}

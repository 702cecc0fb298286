/**
 * An Express guard that lets only holders of a session or access-key token through.
 *
 *     app.get("/plan", guard(verifier), (_request, response) => response.json({ plan: tokenOf(response).claims.plan }));
 */

import type { RequestHandler, Response } from "express";

import { TokenRefusedError, type Kind, type VerifiedToken, type Verifier } from "./verifier.js";

/** Return a handler that answers 401 without a token that holds (RFC 6750 §3), 503 while none can be verified. */
export function guard(verifier: Verifier, kinds: readonly Kind[] = ["session", "access_key"]): RequestHandler {
  return async (request, response, next) => {
    const [scheme, token] = (request.headers.authorization ?? "").split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !token) {
      response.status(401).set("WWW-Authenticate", "Bearer").json({ error: "Send a token: authorization: Bearer ..." });
      return;
    }
    try {
      response.locals.token = await verifier.verify(token, { kinds });
    } catch (error) {
      if (!(error instanceof TokenRefusedError)) throw error;
      if (error.unavailable) response.status(503).set("Retry-After", "10").json({ error: error.message });
      else response.status(401).set("WWW-Authenticate", 'Bearer error="invalid_token"').json({ error: error.message });
      return;
    }
    next();
  };
}

/** Return the token that a guard let through. */
export function tokenOf(response: Response): VerifiedToken {
  return response.locals.token as VerifiedToken;
}

/**
 * The error of the client: one class, told apart by `reason`.
 *
 * Owns: `MintmarkError`, its reasons, and making one of a failed call or of an outcome's status. Never: retrying.
 *
 *     if (error instanceof MintmarkError && error.reason === "ETAG_MISMATCH") ...
 */

import { fromBinary, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { anyUnpack, type Any } from "@bufbuild/protobuf/wkt";
import { status as grpcStatus, type ServiceError } from "@grpc/grpc-js";

import { ErrorInfoSchema, RetryInfoSchema } from "./gen/google/rpc/error_details_pb.js";
import { StatusSchema, type Status } from "./gen/google/rpc/status_pb.js";
import { ErrorReason, ProblemListSchema, type Problem as ProblemMessage } from "./gen/mintmark/v1/error_pb.js";

const DOMAIN = "mintmark";

/** A reason of the contract, documented at `ErrorReason`. */
export type ServiceReason = Exclude<keyof typeof ErrorReason, "UNSPECIFIED">;

/**
 * A service's reason, or one of the client's own: UNREACHABLE (no answer came), CANCELLED (by the caller), MESSAGE_TOO_LARGE,
 * UNRECOGNIZED (the service knows a reason that this client doesn't: `serviceReason` has it), PROTOCOL (the answer is none of this service).
 * DEADLINE_EXCEEDED is both the service's and the client's.
 */
export type Reason = ServiceReason | "UNREACHABLE" | "CANCELLED" | "MESSAGE_TOO_LARGE" | "UNRECOGNIZED" | "PROTOCOL";

/** The name of a gRPC status code. */
export type Code = keyof typeof grpcStatus;

/** One thing that is wrong: reason, path, what to do. `limit` and `actual` are there for limits only. */
export interface Problem {
  readonly reason: Reason;
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  readonly suggestion: string;
  readonly limit?: number;
  readonly actual?: number;
  readonly layer: string;
  readonly line: number;
  readonly column: number;
  readonly sourceField: string;
}

/** What a failed call says besides its message. */
export interface Details {
  readonly reason: Reason;
  readonly code: Code;
  /** The reason in the service's own words; "" when the service did not answer. */
  readonly serviceReason?: string;
  /** Everything that is wrong, in order of paths. */
  readonly problems?: readonly Problem[];
  /** How long to wait before trying again, where the service says so. */
  readonly retryDelayMs?: number | undefined;
  /** Finds the call in the service's log. */
  readonly requestId?: string;
  /** The resource that is concerned, where there is one. */
  readonly resource?: string;
  readonly cause?: unknown;
}

/** The service refused, or could not be reached. */
export class MintmarkError extends Error {
  override readonly name = "MintmarkError";
  readonly reason: Reason;
  readonly code: Code;
  readonly serviceReason: string;
  readonly problems: readonly Problem[];
  readonly retryDelayMs: number | undefined;
  readonly requestId: string;
  readonly resource: string;

  constructor(message: string, details: Details) {
    super(message, { cause: details.cause });
    this.reason = details.reason;
    this.code = details.code;
    this.serviceReason = details.serviceReason ?? "";
    this.problems = details.problems ?? [];
    this.retryDelayMs = details.retryDelayMs;
    this.requestId = details.requestId ?? "";
    this.resource = details.resource ?? "";
  }
}

/** Return the error of a status, as batches and streams of issues carry one per item. */
export function errorFromStatus(status: Status, cause?: unknown): MintmarkError {
  const info = find(status.details, ErrorInfoSchema);
  const code = codeName(status.code);
  if (info?.domain !== DOMAIN) {
    return new MintmarkError(`The answer (${code}) is none of Mintmark's: ${status.message}`, {
      reason: "PROTOCOL",
      code,
      cause,
    });
  }
  const delay = find(status.details, RetryInfoSchema)?.retryDelay;
  return new MintmarkError(status.message, {
    reason: readReason(info.reason),
    code,
    serviceReason: info.reason,
    problems: (find(status.details, ProblemListSchema)?.problems ?? []).map(readProblem),
    retryDelayMs: delay && Number(delay.seconds) * 1000 + delay.nanos / 1e6,
    requestId: info.metadata.request_id ?? "",
    resource: info.metadata.resource ?? "",
    cause,
  });
}

/** Return the error of a failed call; `where` says whom it called and how, for what only the caller can mend. */
export function errorFromCall(error: ServiceError, where: string): MintmarkError {
  const details = error.metadata.get("grpc-status-details-bin")[0];
  if (Buffer.isBuffer(details)) {
    const status = decode(details);
    if (status && find(status.details, ErrorInfoSchema)?.domain === DOMAIN) {
      return errorFromStatus(status, error);
    }
  }
  const [reason, message] = explain(error, where);
  const requestId = error.metadata.get("x-request-id")[0];
  return new MintmarkError(message, {
    reason,
    code: codeName(error.code),
    requestId: typeof requestId === "string" ? requestId : "",
    cause: error,
  });
}

function explain(error: ServiceError, where: string): [Reason, string] {
  switch (error.code) {
    case grpcStatus.CANCELLED:
      return ["CANCELLED", "The call was cancelled by its caller."];
    case grpcStatus.DEADLINE_EXCEEDED:
      return ["DEADLINE_EXCEEDED", `${where} did not answer in time; raise timeoutMs, or ask for less.`];
    case grpcStatus.UNAVAILABLE:
      return [
        "UNREACHABLE",
        `${where} can't be reached; check the address, and that both sides use TLS or neither: ${error.details}`,
      ];
    case grpcStatus.RESOURCE_EXHAUSTED:
      return [
        "MESSAGE_TOO_LARGE",
        `A message is too large, ask for less at once (page_size), or too many calls run: ${error.details}`,
      ];
    default:
      return ["PROTOCOL", `${where} answered ${codeName(error.code)}, check that it is Mintmark: ${error.details}`];
  }
}

function decode(bytes: Uint8Array): Status | undefined {
  try {
    return fromBinary(StatusSchema, bytes);
  } catch {
    return undefined;
  }
}

function find<D extends DescMessage>(details: readonly Any[], schema: D): MessageShape<D> | undefined {
  for (const detail of details) {
    const found = anyUnpack(detail, schema);
    if (found) return found;
  }
  return undefined;
}

function readReason(name: string): Reason {
  return name !== "UNSPECIFIED" && Object.hasOwn(ErrorReason, name) && !/^\d/.test(name)
    ? (name as ServiceReason)
    : "UNRECOGNIZED";
}

function readProblem(problem: ProblemMessage): Problem {
  return {
    reason: readReason(ErrorReason[problem.reason]),
    path: problem.path,
    message: problem.message,
    hint: problem.hint,
    suggestion: problem.suggestion,
    ...(problem.limit !== undefined && { limit: Number(problem.limit) }),
    ...(problem.actual !== undefined && { actual: Number(problem.actual) }),
    layer: problem.layer,
    line: problem.line,
    column: problem.column,
    sourceField: problem.sourceField,
  };
}

function codeName(code: number): Code {
  return (grpcStatus[code] as Code | undefined) ?? "UNKNOWN";
}

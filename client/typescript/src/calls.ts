/**
 * Calls: the generated descriptors on top of grpc-js, as promises and async iterables.
 *
 * Owns: `Service`, the typed surface of a service, and how each kind of method is called, ended and cancelled. Never: settings (client).
 */

import { randomUUID } from "node:crypto";
import { once } from "node:events";

import {
  create,
  fromBinary,
  toBinary,
  type DescMessage,
  type DescMethod,
  type DescService,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from "@bufbuild/protobuf";
import * as grpc from "@grpc/grpc-js";

import { errorFromCall, MintmarkError } from "./errors.js";
import { SERVICE_CONFIG } from "./gen/service_config.js";

/** The methods that are repeated under a request id: the second entry of the policy that all clients share. */
const IDENTIFIED = new Set<string>(
  SERVICE_CONFIG.methodConfig[1].name.map(({ service, method }) => `${service}.${method}`),
);

/** What one call may say. */
export interface CallOptions {
  /** The deadline. Default: the client's for one answer; none for streams, which last as long as they are read. */
  readonly timeoutMs?: number;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  /** Another credential than the client's, as an access key's own secret. "" is none. */
  readonly credential?: string;
}

/** A service's methods. What streams, from or to the service, is an async iterable; leaving the loop cancels the call. */
export type Service<S extends DescService> = { readonly [M in keyof S["method"]]: Method<S["method"][M]> };

type Method<M> = M extends {
  methodKind: infer Kind;
  input: infer I extends DescMessage;
  output: infer O extends DescMessage;
}
  ? (
      request: Kind extends "unary" | "server_streaming" ? MessageInitShape<I> : Stream<MessageInitShape<I>>,
      options?: CallOptions,
    ) => Kind extends "unary" | "client_streaming" ? Promise<MessageShape<O>> : AsyncIterable<MessageShape<O>>
  : never;

type Stream<T> = AsyncIterable<T> | Iterable<T>;

/** What the calls of a client share. */
export interface Connection {
  readonly channel: grpc.Client;
  /** Whom it calls and how, for messages. */
  readonly where: string;
  readonly credential: string;
  readonly timeoutMs: number;
  /** The calls that have not ended. */
  readonly open: Set<grpc.Call>;
}

/** Return the typed surface of a service. */
export function buildService<S extends DescService>(service: S, connection: Connection): Service<S> {
  const methods = service.methods.map((method) => [method.localName, buildMethod(method, connection)] as const);
  return Object.freeze(Object.fromEntries(methods)) as Service<S>;
}

/** Metadata and options of one call, as grpc-js takes them. */
type Setup = [grpc.Metadata, grpc.CallOptions];
type Answered = (error: grpc.ServiceError | null, answer?: Buffer) => void;
type Sending = grpc.ClientWritableStream<Buffer> | grpc.ClientDuplexStream<Buffer, Buffer>;

function buildMethod(method: DescMethod, connection: Connection): unknown {
  const { channel } = connection;
  const path = `/${method.parent.typeName}/${method.name}`;
  switch (method.methodKind) {
    case "unary":
      return (request: object, options?: CallOptions) =>
        single(method, connection, options, (setup, answered) =>
          channel.makeUnaryRequest(path, same, same, encode(method, request), ...setup, answered),
        );
    case "client_streaming":
      return (requests: Stream<object>, options?: CallOptions) =>
        single(method, connection, options, (setup, answered, send) =>
          send(channel.makeClientStreamRequest(path, same, same, ...setup, answered), requests),
        );
    case "server_streaming":
      return (request: object, options?: CallOptions) =>
        many(method, connection, options, (setup) =>
          channel.makeServerStreamRequest(path, same, same, encode(method, request), ...setup),
        );
    case "bidi_streaming":
      return (requests: Stream<object>, options?: CallOptions) =>
        many(method, connection, options, (setup, send) =>
          send(channel.makeBidiStreamRequest(path, same, same, ...setup), requests),
        );
  }
}

/** Make a call with one answer. */
async function single(
  method: DescMethod,
  connection: Connection,
  options: CallOptions = {},
  start: (setup: Setup, answered: Answered, send: Sender["send"]) => grpc.Call,
): Promise<unknown> {
  const setup = prepare(method, connection, options);
  const sender = new Sender(method);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    let release: () => void = () => undefined;
    const answered: Answered = (error, bytes) => {
      release();
      if (error) reject(sender.failure ?? errorFromCall(error, connection.where));
      else resolve(bytes ?? Buffer.alloc(0));
    };
    release = hold(start(setup, answered, sender.send), connection, options);
  });
  return decode(method.output, answer, connection);
}

/** Make a call whose answers stream. It starts when the first answer is asked for, and ends with the loop that reads it. */
async function* many(
  method: DescMethod,
  connection: Connection,
  options: CallOptions = {},
  start: (setup: Setup, send: Sender["send"]) => grpc.ClientReadableStream<Buffer>,
): AsyncGenerator<unknown, void, void> {
  const sender = new Sender(method);
  const call = start(prepare(method, connection, options), sender.send);
  const release = hold(call, connection, options);
  // The loop below hears errors while it reads; one that comes after it has been left concerns nobody.
  call.on("error", () => undefined);
  try {
    for await (const bytes of call) yield decode(method.output, bytes as Buffer, connection);
  } catch (error) {
    if (error instanceof MintmarkError) throw error;
    throw sender.failure ?? errorFromCall(error as grpc.ServiceError, connection.where);
  } finally {
    release();
    call.cancel();
  }
}

/** Return what a call is made with. Throws MintmarkError CANCELLED when its signal came before it. */
function prepare(method: DescMethod, connection: Connection, options: CallOptions): Setup {
  if (options.signal?.aborted) {
    const { reason: cause } = options.signal as { reason: unknown };
    throw new MintmarkError("The call was cancelled by its caller.", { reason: "CANCELLED", code: "CANCELLED", cause });
  }
  const metadata = new grpc.Metadata();
  const credential = options.credential ?? connection.credential;
  if (credential) metadata.set("authorization", `Bearer ${credential}`);
  const timeoutMs = options.timeoutMs ?? (method.methodKind === "unary" ? connection.timeoutMs : undefined);
  return [metadata, timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs }];
}

/** Sends a stream of requests, no faster than they are taken. */
class Sender {
  /** What failed on this side; it is the call's error then. */
  failure: Error | undefined;

  constructor(private readonly method: DescMethod) {}

  readonly send = <C extends Sending>(call: C, requests: Stream<object>): C => {
    void this.#pump(call, requests);
    return call;
  };

  async #pump(call: Sending, requests: Stream<object>): Promise<void> {
    const ended = new AbortController();
    call.once("status", () => {
      ended.abort();
    });
    try {
      for await (const request of requests) {
        if (ended.signal.aborted) return;
        if (!call.write(encode(this.method, request))) await once(call, "drain", { signal: ended.signal });
      }
      call.end();
    } catch (error) {
      if (ended.signal.aborted) return;
      this.failure = error instanceof Error ? error : new Error(String(error));
      call.cancel();
    }
  }
}

/** Keep a call among the open ones, and cancel it on the signal, until it is released. */
function hold(call: grpc.Call, connection: Connection, options: CallOptions): () => void {
  const cancel = () => {
    call.cancel();
  };
  connection.open.add(call);
  options.signal?.addEventListener("abort", cancel, { once: true });
  return () => {
    connection.open.delete(call);
    options.signal?.removeEventListener("abort", cancel);
  };
}

/** Encode a request. Where a repeat needs a request id, it gets one, so that a retry can't do things twice. */
function encode(method: DescMethod, request: object): Buffer {
  const schema = method.input;
  let message = create(schema, request as Message);
  if (IDENTIFIED.has(`${method.parent.typeName}.${method.name}`) && !(message as { requestId?: string }).requestId) {
    const copy = Object.create(Object.getPrototypeOf(message) as object) as Message;
    message = Object.assign(copy, message, { requestId: randomUUID() });
  }
  return Buffer.from(toBinary(schema, message));
}

function decode(schema: DescMessage, bytes: Buffer, connection: Connection): unknown {
  try {
    return fromBinary(schema, bytes);
  } catch (cause) {
    const message = `${connection.where} answered what is no ${schema.typeName}; check that it is Mintmark.`;
    throw new MintmarkError(message, { reason: "PROTOCOL", code: "INTERNAL", cause });
  }
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

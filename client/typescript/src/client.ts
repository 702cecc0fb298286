/**
 * The client: one channel, all services, deadlines, retries and errors that say what is wrong.
 *
 * Owns: `Client` and its settings. Never: verifying tokens (see examples/verifier.ts), rewriting what the contract says.
 *
 *     const client = new Client({ target: "127.0.0.1:50051" });
 *     const { token } = await client.tokens.issueSessionToken({ parent: "projects/demo", subject: ... });
 */

import { readFileSync } from "node:fs";
import { env } from "node:process";

import * as grpc from "@grpc/grpc-js";

import { buildService, type Connection, type Service } from "./calls.js";
import { AccessKeyService } from "./gen/mintmark/v1/access_key_service_pb.js";
import { ApplicationService } from "./gen/mintmark/v1/application_service_pb.js";
import { AttributeService } from "./gen/mintmark/v1/attribute_service_pb.js";
import { AuditService } from "./gen/mintmark/v1/audit_service_pb.js";
import { CredentialService } from "./gen/mintmark/v1/credential_service_pb.js";
import { FlowService } from "./gen/mintmark/v1/flow_service_pb.js";
import { KeyService } from "./gen/mintmark/v1/key_service_pb.js";
import { ProjectService } from "./gen/mintmark/v1/project_service_pb.js";
import { RoleService } from "./gen/mintmark/v1/role_service_pb.js";
import { TemplateService } from "./gen/mintmark/v1/template_service_pb.js";
import { TenantService } from "./gen/mintmark/v1/tenant_service_pb.js";
import { TokenService } from "./gen/mintmark/v1/token_service_pb.js";
import { UserService } from "./gen/mintmark/v1/user_service_pb.js";
import { SERVICE_CONFIG } from "./gen/service_config.js";

const DEFAULT_TARGET = "127.0.0.1:50051";
const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_RECONNECT_MS = 5_000;
/** Targets that never leave this machine: only there may a credential be sent in the clear unasked. */
const LOCAL = /^(unix:.*|(dns:(\/\/\/)?)?(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?)$/i;

/** How to be sure of the service, and to let it be sure of the client: paths of PEM files. */
export interface TlsSettings {
  /** Whom to trust; default: the authorities that Node knows. */
  readonly caFile?: string;
  /** For mTLS, with `keyFile`. */
  readonly certFile?: string;
  readonly keyFile?: string;
  /** The name in the service's certificate, where it is not the target's. */
  readonly serverName?: string;
}

/** The settings of a client. */
export interface ClientOptions {
  /** `host:port`; default: MINTMARK_TARGET, else 127.0.0.1:50051. */
  readonly target?: string;
  /** The caller's secret; default: MINTMARK_CREDENTIAL, else what the file named by MINTMARK_CREDENTIAL_FILE holds. "" is none. */
  readonly credential?: string;
  /** A file that holds the secret. */
  readonly credentialFile?: string;
  /** The deadline of calls with one answer. Default: 10 s. */
  readonly timeoutMs?: number;
  /** Default: plaintext to loopback and unix sockets, to all else `{}`, which trusts the authorities that Node knows. */
  readonly tls?: TlsSettings;
  /** Send everything unencrypted, the credential too, also off loopback: behind a proxy that encrypts. */
  readonly plaintext?: boolean;
}

/** A connection to the service. Share it; close it when done, or hold it with `using`. */
export class Client implements Disposable {
  readonly target: string;
  readonly accessKeys: Service<typeof AccessKeyService>;
  readonly applications: Service<typeof ApplicationService>;
  readonly attributes: Service<typeof AttributeService>;
  readonly audit: Service<typeof AuditService>;
  readonly credentials: Service<typeof CredentialService>;
  readonly flows: Service<typeof FlowService>;
  readonly keys: Service<typeof KeyService>;
  readonly projects: Service<typeof ProjectService>;
  readonly roles: Service<typeof RoleService>;
  readonly templates: Service<typeof TemplateService>;
  readonly tenants: Service<typeof TenantService>;
  readonly tokens: Service<typeof TokenService>;
  readonly users: Service<typeof UserService>;
  readonly #connection: Connection;

  /** Throws an Error for a file that can't be read and for settings that contradict each other. Connects with the first call. */
  constructor(options: ClientOptions = {}) {
    this.target = options.target ?? (env.MINTMARK_TARGET || DEFAULT_TARGET);
    const tls = options.tls ?? (options.plaintext || LOCAL.test(this.target) ? undefined : {});
    this.#connection = {
      channel: new grpc.Client(this.target, buildChannelCredentials(tls), {
        "grpc.service_config": JSON.stringify(SERVICE_CONFIG),
        "grpc.max_reconnect_backoff_ms": MAX_RECONNECT_MS,
        ...(tls?.serverName && { "grpc.ssl_target_name_override": tls.serverName }),
      }),
      where: `Mintmark at ${this.target} (${tls ? "TLS" : "without TLS"})`,
      credential: readCredential(options),
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      open: new Set(),
    };
    const service = <S extends Parameters<typeof buildService>[0]>(description: S) =>
      buildService(description, this.#connection);
    this.accessKeys = service(AccessKeyService);
    this.applications = service(ApplicationService);
    this.attributes = service(AttributeService);
    this.audit = service(AuditService);
    this.credentials = service(CredentialService);
    this.flows = service(FlowService);
    this.keys = service(KeyService);
    this.projects = service(ProjectService);
    this.roles = service(RoleService);
    this.templates = service(TemplateService);
    this.tenants = service(TenantService);
    this.tokens = service(TokenService);
    this.users = service(UserService);
  }

  /** Cancel what still runs, and close the connection. */
  close(): void {
    for (const call of this.#connection.open) call.cancel();
    this.#connection.channel.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function readCredential(options: ClientOptions): string {
  if (options.credential !== undefined && options.credentialFile !== undefined) {
    throw new Error("Give credential or credentialFile, not both.");
  }
  if (options.credential !== undefined) return options.credential;
  const file = options.credentialFile ?? (env.MINTMARK_CREDENTIAL ? undefined : env.MINTMARK_CREDENTIAL_FILE);
  return file ? readFileSync(file, "utf8").trim() : (env.MINTMARK_CREDENTIAL ?? "");
}

function buildChannelCredentials(tls: TlsSettings | undefined): grpc.ChannelCredentials {
  if (!tls) return grpc.credentials.createInsecure();
  if (!tls.certFile !== !tls.keyFile) throw new Error("mTLS needs both certFile and keyFile.");
  const read = (file: string | undefined) => (file ? readFileSync(file) : null);
  return grpc.credentials.createSsl(read(tls.caFile), read(tls.keyFile), read(tls.certFile));
}

/** What callers import; messages and enums of the contract are at `@mintmark/client/v1/<file>`. */

export type { CallOptions, Service } from "./calls.js";
export { Client, type ClientOptions, type TlsSettings } from "./client.js";
export {
  errorFromStatus,
  MintmarkError,
  type Code,
  type Details,
  type Problem,
  type Reason,
  type ServiceReason,
} from "./errors.js";
export {
  ClaimValueError,
  Dynamic,
  fromClaims,
  fromClaimValue,
  toClaims,
  toClaimValue,
  type Native,
  type NativeObject,
} from "./values.js";

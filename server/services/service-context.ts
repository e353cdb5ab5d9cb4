import type { Actor } from "@/server/auth/actor";
import type { Auth } from "@/server/auth/create-auth";
import type { Database } from "@/server/db/client";
import type { Egress, Gateway } from "@/server/gateway";
import type { Secret } from "@/server/gateway/spec/secret";
import type { JobRunner } from "@/server/jobs/create-job-runner";
import type { Log } from "@/server/log";
import type { Notifier } from "@/server/services/notifications/create-notifier";

/** Where in the database a ciphertext lives; it can be read nowhere else. */
export interface CiphertextPlace {
  table: string;
  row: string;
  column: string;
}

export interface ServiceVault {
  encrypt(tenantId: string, place: CiphertextPlace, plaintext: string): Promise<string>;
  /** Throws `undecryptable`. */
  decrypt(tenantId: string, place: CiphertextPlace, ciphertext: string): Promise<Secret>;
}

/** What services are given by the composition root; each takes of it what it needs. */
export interface ServiceRuntime {
  readonly database: Database;
  readonly auth: Auth;
  readonly vault: ServiceVault;
  readonly egress: Egress;
  readonly gateway: Gateway;
  readonly jobs: JobRunner;
  /** Tells people outside of the console. */
  readonly notifier: Notifier;
  /** Whether the built-in sandbox may be connected: on by default on the embedded database. */
  readonly hasSandbox: boolean;
  readonly log: Pick<Log, "info" | "warn" | "error">;
  now(): Date;
}

/** Who asks, and what there is to work with. */
export interface ServiceContext extends ServiceRuntime {
  readonly actor: Actor;
}

/** What reading a tenant's own rows takes: a job has no person at hand. */
export interface TenantContext extends Pick<ServiceRuntime, "database" | "now"> {
  readonly actor: { readonly tenantId: string };
}

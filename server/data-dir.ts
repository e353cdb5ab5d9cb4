import { randomBytes, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Env, type RootKey, readEnv } from "@/server/env";
import type { Secret } from "@/server/gateway/spec/secret";

export interface RootSecrets {
  /** Active key first. */
  encryptionKeys: RootKey[];
  sessionSecret: Secret;
}

/** DATA_DIR, absolute and there. Throws when it can't be made. */
export function dataDir(env: Pick<Env, "dataDir">): string {
  const path = resolve(env.dataDir);
  mkdirSync(path, { recursive: true });
  return path;
}

/**
 * The root key and the session secret: from the environment, or on the embedded database from DATA_DIR, where they are made on the
 * first run. Throws when a kept file does not hold what it should; it is never overwritten, because without the root key every
 * stored credential is lost.
 */
export function rootSecrets(env: Env): RootSecrets {
  return {
    encryptionKeys:
      env.encryptionKeys ??
      kept(env, {
        file: "encryption-key",
        make: () => `k1:${randomBytes(32).toString("base64")}`,
        read: (value) => readEnv({ ENCRYPTION_KEY: value }).encryptionKeys,
        loss: "Without it, the stored provider keys can't be read.",
      }),
    sessionSecret:
      env.sessionSecret ??
      kept(env, {
        file: "session-secret",
        make: () => randomBytes(32).toString("base64url"),
        read: (value) => readEnv({ NEXTAUTH_SECRET: value }).sessionSecret,
        loss: "If you have none, delete it: everybody then has to sign in again, and API keys have to be made anew.",
      }),
  };
}

interface Kept<T> {
  file: string;
  make(): string;
  /** By the same checks as a value from the environment: throws when it isn't fit, undefined when empty. */
  read(value: string): T | undefined;
  /** What losing it means. */
  loss: string;
}

function kept<T>(env: Env, { file, make, read, loss }: Kept<T>): T {
  const path = join(dataDir(env), file);
  let cause: unknown;
  try {
    const value = read(readOrMake(path, make));
    if (value !== undefined) return value;
  } catch (error) {
    cause = error;
  }
  throw new Error(`${path} is damaged. Restore it from your backup of DATA_DIR. ${loss}`, { cause });
}

function readOrMake(path: string, make: () => string): string {
  const made = `${path}.${randomUUID()}`;
  writeFileSync(made, make(), { mode: 0o600, flush: true });
  try {
    // Fails when the file is there; so of two first runs at once both end with the same value, and none reads half a file.
    linkSync(made, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(made, { force: true });
  }
  return readFileSync(path, "utf8").trim();
}

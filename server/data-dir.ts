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
  const directory = dataDir(env);
  // Values that were kept pass the same checks as values that were given.
  const kept = (variable: string, file: string, make: () => string) => {
    const path = join(directory, file);
    const value = readOrMake(path, make);
    try {
      return readEnv({ [variable]: value });
    } catch (cause) {
      throw new Error(
        `${path} is damaged. Restore it from your backup of DATA_DIR; without it, stored provider keys can't be read.`,
        { cause },
      );
    }
  };
  const encryptionKeys =
    env.encryptionKeys ??
    kept("ENCRYPTION_KEY", "encryption-key", () => `k1:${randomBytes(32).toString("base64")}`).encryptionKeys;
  const sessionSecret =
    env.sessionSecret ??
    kept("NEXTAUTH_SECRET", "session-secret", () => randomBytes(32).toString("base64url")).sessionSecret;
  if (!encryptionKeys || !sessionSecret)
    throw new Error(`${directory} holds an empty secret. Restore it from your backup.`);
  return { encryptionKeys, sessionSecret };
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

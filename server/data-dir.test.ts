import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataDir, rootSecrets } from "./data-dir";
import { readEnv } from "./env";

describe("rootSecrets", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "sluice-data-dir-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const read = (more: Record<string, string> = {}) => rootSecrets(readEnv({ DATA_DIR: directory, ...more }));
  const plain = ({ encryptionKeys, sessionSecret }: ReturnType<typeof read>) => ({
    keys: encryptionKeys.map(({ id, key }) => `${id}:${key.reveal()}`),
    session: sessionSecret.reveal(),
  });

  it("makes both on the first run and keeps them for the next", () => {
    expect(plain(read())).toEqual(plain(read()));
  });

  it("makes different ones for each data directory", () => {
    const other = join(directory, "other");
    expect(plain(read()).session).not.toBe(plain(read({ DATA_DIR: other })).session);
  });

  it("keeps them where only we can read them, and leaves nothing else behind", () => {
    read();
    const files = readdirSync(directory).sort();
    expect(files).toEqual(["encryption-key", "session-secret"]);
    for (const file of files) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  });

  it("prefers the environment and then writes nothing", () => {
    const key = `mine:${randomBytes(32).toString("base64")}`;
    const secret = randomBytes(32).toString("base64url");
    expect(plain(read({ ENCRYPTION_KEY: key, NEXTAUTH_SECRET: secret }))).toEqual({ keys: [key], session: secret });
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each(["", "k1:short", "garbage"])("refuses a damaged key file (%j) and leaves it as it is", (content) => {
    const path = join(directory, "encryption-key");
    writeFileSync(path, content);
    expect(() => read()).toThrow(/encryption-key is damaged/);
    expect(readFileSync(path, "utf8")).toBe(content);
  });
});

describe("dataDir", () => {
  it("is absolute and made when missing", () => {
    const parent = mkdtempSync(join(tmpdir(), "sluice-data-dir-"));
    const path = dataDir({ dataDir: join(parent, "a", "b") });
    expect(statSync(path).isDirectory()).toBe(true);
    expect(dataDir({ dataDir: "." })).toBe(process.cwd());
    rmSync(parent, { recursive: true, force: true });
  });
});

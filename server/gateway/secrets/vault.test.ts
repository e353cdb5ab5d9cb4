import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { beforeEach, describe, expect, it } from "vitest";
import { Secret } from "@/server/gateway/spec/secret";
import type { DataKeyStore, StoredDataKey } from "./data-key-store";
import { createEncryptionRing } from "./encryption-ring";
import { createVault, type SecretPlace, type Vault } from "./vault";

const PLACE: SecretPlace = { table: "provider_configs", row: "row-1", column: "encryptedConfig" };
const PLAINTEXT = "correct horse battery staple 🔑";
const OLD = { id: "old", key: new Secret(randomBytes(32).toString("base64")) };
const NEW = { id: "new", key: new Secret(randomBytes(32).toString("base64")) };

let rows: Map<string, StoredDataKey>;
let store: DataKeyStore;
let vault: Vault;

beforeEach(() => {
  rows = new Map();
  store = {
    find: async (tenantId) => rows.get(tenantId) ?? null,
    create: async (tenantId, key) => {
      if (rows.has(tenantId)) throw new Error("unique violation");
      rows.set(tenantId, key);
    },
  };
  vault = createVault({ ring: createEncryptionRing([OLD]), store });
});

function refused(promise: Promise<unknown>, message?: RegExp) {
  return expect(promise).rejects.toMatchObject({
    code: "undecryptable",
    message: expect.not.stringContaining("horse"),
    ...(message ? { message: expect.stringMatching(message) } : {}),
  });
}

describe("the vault", () => {
  it("gives back what was encrypted, as a secret that does not print", async () => {
    const ciphertext = await vault.encrypt("t1", PLACE, PLAINTEXT);
    expect(ciphertext).toMatch(/^v1\.1\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
    const secret = await vault.decrypt("t1", PLACE, ciphertext);
    expect(secret.reveal()).toBe(PLAINTEXT);
    expect(`${secret} ${inspect(secret)} ${JSON.stringify(secret)}`).not.toContain("horse");
    expect((await vault.decrypt("t1", PLACE, await vault.encrypt("t1", PLACE, ""))).reveal()).toBe("");
  });

  it("decrypts in another process with the same root key, and stores the data key only wrapped", async () => {
    const ciphertext = await vault.encrypt("t1", PLACE, PLAINTEXT);
    const other = createVault({ ring: createEncryptionRing([OLD]), store });
    expect((await other.decrypt("t1", PLACE, ciphertext)).reveal()).toBe(PLAINTEXT);
    expect(rows.get("t1")).toMatchObject({
      version: 1,
      rootKeyId: "old",
      wrappedKey: expect.stringMatching(/^v1\.1\./),
    });
  });

  it.each<[string, string, SecretPlace]>([
    ["tenant", "t2", PLACE],
    ["row", "t1", { ...PLACE, row: "row-2" }],
    ["table", "t1", { ...PLACE, table: "webhooks" }],
    ["column", "t1", { ...PLACE, column: "other" }],
    ["place that reads the same when joined", "t1", { ...PLACE, table: "provider_config", row: "srow-1" }],
  ])("refuses a ciphertext moved to another %s", async (_what, tenantId, place) => {
    const ciphertext = await vault.encrypt("t1", PLACE, PLAINTEXT);
    await vault.encrypt("t2", PLACE, PLAINTEXT);
    await refused(vault.decrypt(tenantId, place, ciphertext));
  });

  it("refuses a wrapped data key moved to another tenant", async () => {
    const ciphertext = await vault.encrypt("t1", PLACE, PLAINTEXT);
    const moved = rows.get("t1");
    if (moved) rows.set("t2", moved);
    await refused(createVault({ ring: createEncryptionRing([OLD]), store }).decrypt("t2", PLACE, ciphertext));
  });

  it("refuses a ciphertext with any single character changed, at every position", async () => {
    const ciphertext = await vault.encrypt("t1", PLACE, PLAINTEXT);
    for (let at = 0; at < ciphertext.length; at++) {
      const changed = ciphertext[at] === "A" ? "B" : "A";
      await refused(vault.decrypt("t1", PLACE, ciphertext.slice(0, at) + changed + ciphertext.slice(at + 1)));
    }
  });

  it("refuses a ciphertext with any bit flipped, at every byte of iv, text and tag", async () => {
    const parts = (await vault.encrypt("t1", PLACE, PLAINTEXT)).split(".");
    for (const part of [2, 3, 4]) {
      const bytes = Buffer.from(parts[part] ?? "", "base64url");
      for (let at = 0; at < bytes.length; at++) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
        await refused(vault.decrypt("t1", PLACE, parts.with(part, flipped.toString("base64url")).join(".")));
      }
    }
  });

  it.each([0, 4, 8, 12, 15])("refuses a tag cut to %i bytes", async (length) => {
    const parts = (await vault.encrypt("t1", PLACE, PLAINTEXT)).split(".");
    const cut = Buffer.from(parts[4] ?? "", "base64url")
      .subarray(0, length)
      .toString("base64url");
    await refused(vault.decrypt("t1", PLACE, parts.with(4, cut).join(".")), /form of a ciphertext/);
  });

  it.each(["", "v1", "v2.1.a.b.c", "plain text", "v1.0.AAAAAAAAAAAAAAAA..AAAAAAAAAAAAAAAAAAAAAA", "v1.1....."])(
    "refuses %j",
    async (text) => {
      await refused(vault.decrypt("t1", PLACE, text));
    },
  );

  it("says which data key version is missing", async () => {
    const ciphertext = await vault.encrypt("t1", PLACE, PLAINTEXT);
    await refused(vault.decrypt("t1", PLACE, ciphertext.replace("v1.1.", "v1.2.")), /needs data key 2/);
    await refused(vault.decrypt("nobody", PLACE, ciphertext), /no data key/);
  });

  it("names the root key that is missing, and reads again once it is back beside a new one", async () => {
    const ciphertext = await vault.encrypt("t1", PLACE, PLAINTEXT);
    await refused(
      createVault({ ring: createEncryptionRing([NEW]), store }).decrypt("t1", PLACE, ciphertext),
      /root key "old"/,
    );
    const both = createVault({ ring: createEncryptionRing([NEW, OLD]), store });
    expect((await both.decrypt("t1", PLACE, ciphertext)).reveal()).toBe(PLAINTEXT);
    await both.encrypt("t2", PLACE, PLAINTEXT);
    expect(rows.get("t2")?.rootKeyId).toBe("new");
  });

  it("refuses a data key under a root key of the same name but other bytes", async () => {
    const ciphertext = await vault.encrypt("t1", PLACE, PLAINTEXT);
    const impostor = createEncryptionRing([{ id: "old", key: NEW.key }]);
    await refused(createVault({ ring: impostor, store }).decrypt("t1", PLACE, ciphertext));
  });

  it("makes one data key for a tenant when many first encryptions and two processes race", async () => {
    const other = createVault({ ring: createEncryptionRing([OLD]), store });
    const ciphertexts = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 ? vault : other).encrypt("t1", PLACE, `secret ${i}`)),
    );
    for (const [i, ciphertext] of ciphertexts.entries()) {
      expect((await vault.decrypt("t1", PLACE, ciphertext)).reveal()).toBe(`secret ${i}`);
    }
  });

  it("passes on a store's failure instead of making a key nobody keeps", async () => {
    store.create = async () => {
      throw new Error("the database is away");
    };
    await expect(vault.encrypt("t1", PLACE, PLAINTEXT)).rejects.toThrow("the database is away");
  });

  it("never uses an initialisation vector twice in 100,000 encryptions", { timeout: 30_000 }, async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i++) seen.add((await vault.encrypt("t1", PLACE, "x")).split(".")[2] ?? "");
    expect(seen.size).toBe(100_000);
  });
});

describe("the encryption ring", () => {
  it.each<[string, { id: string; key: Secret }[], RegExp]>([
    ["no key", [], /no key/],
    ["a short key", [{ id: "a", key: new Secret("c2hvcnQ=") }], /"a" must be 32 bytes/],
    ["a repeated id", [OLD, { ...NEW, id: "old" }], /"old" is there twice/],
  ])("refuses %s, and never quotes a key", (_what, keys, message) => {
    expect(() => createEncryptionRing(keys)).toThrowError(
      expect.objectContaining({ code: "not_ready", message: expect.stringMatching(message) }),
    );
  });
});

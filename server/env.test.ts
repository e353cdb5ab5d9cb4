import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { readEnv } from "./env";

const KEY = `k1:${randomBytes(32).toString("base64")}`;
const SESSION = randomBytes(32).toString("base64url");
const OWN_DATABASE = {
  DATABASE_URL: "postgresql://u:hunter2@db:5432/sluice",
  ENCRYPTION_KEY: KEY,
  NEXTAUTH_SECRET: SESSION,
};

describe("readEnv", () => {
  it("needs nothing: the embedded database, the sandbox, loopback", () => {
    expect(readEnv({})).toMatchObject({
      nodeEnv: "development",
      port: 3000,
      host: "127.0.0.1",
      dataDir: ".data",
      databaseUrl: undefined,
      encryptionKeys: undefined,
      allowPrivateHosts: [],
      isOffline: false,
      hasSandbox: true,
      role: "all",
      logLevel: "info",
    });
  });

  it("takes an empty variable as absent", () => {
    expect(readEnv({ DATABASE_URL: "", PORT: " ", NEXTAUTH_URL: "" })).toEqual(readEnv({}));
  });

  it("leaves the sandbox out on a database of one's own, unless asked for", () => {
    expect(readEnv(OWN_DATABASE).hasSandbox).toBe(false);
    expect(readEnv({ ...OWN_DATABASE, SLUICE_SANDBOX: "1" }).hasSandbox).toBe(true);
  });

  it("reads the key ring in its order, active key first", () => {
    const second = `old_2:${randomBytes(32).toString("base64")}`;
    const { encryptionKeys } = readEnv({ ENCRYPTION_KEY: `${KEY}, ${second}` });
    expect(encryptionKeys?.map(({ id }) => id)).toEqual(["k1", "old_2"]);
    expect(`old_2:${encryptionKeys?.[1]?.key.reveal()}`).toBe(second);
  });

  it("reads the private hosts, lower-cased", () => {
    const env = readEnv({ SLUICE_ALLOW_PRIVATE_HOSTS: "GPU.lan:8000, 10.0.0.5:80,[fd00::5]:8000" });
    expect(env.allowPrivateHosts).toEqual(["gpu.lan:8000", "10.0.0.5:80", "[fd00::5]:8000"]);
  });

  it("lends no key of the operator's unless that is allowed, and then each to its provider", () => {
    const keys = {
      OPENAI_API_KEY: " sk-openai ",
      LLAMA_CPP_API_KEY: "sk-local",
      GOOGLE_API_KEY: "sk-google",
      META_API_KEY: "sk-meta",
      LLAMA_API_KEY: "sk-llama",
      ANTHROPIC_API_KEY: "",
      SLUICE_INIT_API_KEY: `sk-sluice-${"a".repeat(12)}-${"b".repeat(43)}`,
    };
    expect(readEnv(keys).systemKeys.size).toBe(0);
    const { systemKeys } = readEnv({ ...keys, SLUICE_ALLOW_SYSTEM_KEYS: "1" });
    expect(Object.fromEntries([...systemKeys].map(([provider, key]) => [provider, key.reveal()]))).toEqual({
      openai: "sk-openai",
      "llama-cpp": "sk-local",
      gemini: "sk-google",
      llama: "sk-llama",
    });
    expect(inspect(systemKeys, { depth: 9 })).not.toContain("sk-");
  });

  it("prints no secret", () => {
    const env = readEnv({
      ...OWN_DATABASE,
      SLUICE_INIT_EMAIL: "a@b.co",
      SLUICE_INIT_PASSWORD: "seven quiet lock gates",
    });
    for (const printed of [JSON.stringify(env), inspect(env, { depth: 9 })]) {
      for (const secret of ["hunter2", KEY.slice(3), SESSION, "quiet lock"]) expect(printed).not.toContain(secret);
    }
  });

  const zeroKey = `k1:${Buffer.alloc(32).toString("base64")}`;
  it.each([
    ["PORT", "http", "must be a port number"],
    ["PORT", "70000", "must be a port number"],
    ["NODE_ENV", "prod", "must be development, production or test"],
    ["DATABASE_URL", "mysql://db/x", "must be a postgresql:// address"],
    ["DATABASE_URL", "db", "must be a postgresql:// address"],
    ["REDIS_URL", "http://redis", "must be a redis:// or rediss:// address"],
    ["ENCRYPTION_KEY", "changeme", "must be a list of id:base64"],
    ["ENCRYPTION_KEY", "k1:c2hvcnQ=", 'key "k1" must be 32 bytes, and is 5'],
    ["ENCRYPTION_KEY", zeroKey, 'key "k1" is a placeholder'],
    ["ENCRYPTION_KEY", `${KEY},${KEY}`, 'key id "k1" is there twice'],
    ["ENCRYPTION_KEY", `${KEY},`, "must be a list of id:base64"],
    ["NEXTAUTH_SECRET", "secret", "must have at least 32 characters"],
    ["NEXTAUTH_SECRET", "changeme-changeme-changeme-changeme", "is a placeholder"],
    ["NEXTAUTH_SECRET", "a".repeat(40), "is a placeholder"],
    ["NEXTAUTH_URL", "sluice.internal", "must be the http(s) address"],
    ["SLUICE_INIT_EMAIL", "owner", "must be an email address"],
    ["SLUICE_INIT_PASSWORD", "short", "must have at least 12 characters"],
    ["SLUICE_INIT_PASSWORD", "changeme-please", "is a placeholder"],
    ["SLUICE_INIT_API_KEY", "sk-sluice-short", "must look like sk-sluice-"],
    ["SLUICE_ALLOW_PRIVATE_HOSTS", "10.0.0.5", '"10.0.0.5" must be host:port'],
    ["SLUICE_ALLOW_PRIVATE_HOSTS", "gpu:99999", '"gpu:99999" must be host:port'],
    ["SLUICE_ALLOW_PRIVATE_HOSTS", "http://gpu:80", '"http://gpu:80" must be host:port'],
    ["SLUICE_OFFLINE", "yes", "must be 1 or 0"],
    ["SLUICE_SANDBOX", "on", "must be 1 or 0"],
    ["SLUICE_ROLE", "worker", "must be all, gateway or console"],
    ["LOG_LEVEL", "loud", "must be trace, debug"],
  ])("refuses %s=%s and says why", (name, value, why) => {
    expect(() => readEnv({ [name]: value })).toThrow(`- ${name} ${why}`);
  });

  it("demands both secrets with a database of one's own, and says how to make them", () => {
    const { DATABASE_URL } = OWN_DATABASE;
    expect(() => readEnv({ DATABASE_URL })).toThrow(
      /ENCRYPTION_KEY is required.*`node .*\n.*NEXTAUTH_SECRET is required.*`node /,
    );
  });

  it("demands the first password with the first email", () => {
    expect(() => readEnv({ SLUICE_INIT_EMAIL: "a@b.co" })).toThrow("set both or neither");
  });

  it("takes a mail server with its sender, keeps its password wrapped, and neither alone", () => {
    const { mail } = readEnv({ SMTP_URL: "smtps://u:hunter2@mail:465", SMTP_FROM: "Sluice <s@example.com>" });
    expect(mail?.from).toBe("Sluice <s@example.com>");
    expect(JSON.stringify(mail)).not.toContain("hunter2");
    expect(() => readEnv({ SMTP_URL: "smtp://mail" })).toThrow("set both or neither");
    expect(() => readEnv({ SMTP_URL: "http://u:hunter2@mail", SMTP_FROM: "s@example.com" })).toThrow(
      /^(?!.*hunter2).*SMTP_URL must be/s,
    );
    expect(() => readEnv({ SMTP_URL: "smtp://mail", SMTP_FROM: "nobody" })).toThrow("SMTP_FROM must be");
  });

  it("lists everything that is wrong at once, quoting no secret", () => {
    const read = () => readEnv({ PORT: "x", LOG_LEVEL: "loud", NEXTAUTH_SECRET: "hunter2" });
    expect(read).toThrow(/PORT must be.*LOG_LEVEL must be/s);
    expect(read).not.toThrow(/hunter2/);
  });
});

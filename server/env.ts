import { z } from "zod";
import { Secret } from "@/server/gateway/spec/secret";

const SECRET_LENGTH_MIN = 32;
const KEY_BYTES = 32;
const PLACEHOLDER = /change.?me|replace.?me|your.?(secret|key)|placeholder|example|^(secret|password|todo|test)+$/i;

const MAKE_KEY = "`node -p \"'k1:' + crypto.randomBytes(32).toString('base64')\"`";
const MAKE_SECRET = "`node -p \"crypto.randomBytes(32).toString('base64url')\"`";

/** One key of the ring in ENCRYPTION_KEY. */
export interface RootKey {
  id: string;
  /** 32 bytes, base64. */
  key: Secret;
}

const url = (protocols: readonly string[], sentence: string) =>
  z.string().refine((value) => protocols.includes(protocolOf(value) ?? ""), { message: sentence });

const flag = z
  .enum(["0", "1", "true", "false"], { error: "must be 1 or 0" })
  .transform((value) => value === "1" || value === "true");

const keyRing = z.string().transform((value, context): RootKey[] => {
  const fail = (message: string) => {
    context.addIssue({ code: "custom", message: `${message}. Make one with ${MAKE_KEY}` });
    return z.NEVER;
  };
  const keys: RootKey[] = [];
  for (const entry of value.split(",").map((part) => part.trim())) {
    const [, id, base64] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/.exec(entry) ?? [];
    if (!id || !base64) return fail("must be a list of id:base64, the active key first");
    const bytes = Buffer.from(base64, "base64");
    if (bytes.length !== KEY_BYTES) return fail(`key "${id}" must be ${KEY_BYTES} bytes, and is ${bytes.length}`);
    // 32 random bytes repeat some, but sixteen different ones at the least.
    if (new Set(bytes).size < KEY_BYTES / 2) return fail(`key "${id}" is a placeholder, not random bytes`);
    if (keys.some((key) => key.id === id)) return fail(`key id "${id}" is there twice`);
    keys.push({ id, key: new Secret(base64) });
  }
  return keys;
});

const sessionSecret = z
  .string()
  .min(SECRET_LENGTH_MIN, { error: `must have at least ${SECRET_LENGTH_MIN} characters. Make one with ${MAKE_SECRET}` })
  .refine((value) => !PLACEHOLDER.test(value) && new Set(value).size >= 10, {
    error: `is a placeholder, not a random secret. Make one with ${MAKE_SECRET}`,
  })
  .transform((value) => new Secret(value));

const hostList = z.string().transform((value, context) => {
  const hosts = value.split(",").map((part) => part.trim().toLowerCase());
  const wrong = hosts.find((host) => !isHostAndPort(host));
  if (wrong === undefined) return hosts;
  context.addIssue({
    code: "custom",
    message: `"${wrong}" must be host:port, such as 10.0.0.5:8000 or [fd00::5]:8000`,
  });
  return z.NEVER;
});

const schema = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"], { error: "must be development, production or test" })
    .default("development"),
  PORT: z.coerce
    .number({ error: "must be a port number" })
    .int({ error: "must be a port number" })
    .min(0, { error: "must be a port number" })
    .max(65535, { error: "must be a port number" })
    .default(3000),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: url(["postgresql:", "postgres:"], "must be a postgresql:// address").optional(),
  REDIS_URL: url(["redis:", "rediss:"], "must be a redis:// or rediss:// address").optional(),
  ENCRYPTION_KEY: keyRing.optional(),
  NEXTAUTH_SECRET: sessionSecret.optional(),
  NEXTAUTH_URL: url(["http:", "https:"], "must be the http(s) address people open in the browser").optional(),
  SLUICE_INIT_EMAIL: z.email({ error: "must be an email address" }).optional(),
  SLUICE_INIT_PASSWORD: z
    .string()
    .min(12, { error: "must have at least 12 characters" })
    .refine((value) => !PLACEHOLDER.test(value), { error: "is a placeholder, choose a password" })
    .transform((value) => new Secret(value))
    .optional(),
  SLUICE_INIT_TENANT: z.string().max(100, { error: "must have at most 100 characters" }).optional(),
  SLUICE_INIT_API_KEY: z
    .string()
    .regex(/^sk-sluice-[0-9A-Za-z]{12}-[0-9A-Za-z]{43}$/, {
      error: "must look like sk-sluice-<12 letters or digits>-<43 letters or digits>",
    })
    .transform((value) => new Secret(value))
    .optional(),
  SMTP_URL: url(["smtp:", "smtps:"], "must be an smtp:// or smtps:// address").optional(),
  SMTP_FROM: z
    .string()
    .regex(/^([^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u, {
      error: 'must be an e-mail address, such as sluice@example.com or "Sluice <sluice@example.com>"',
    })
    .optional(),
  SLUICE_ALLOW_PRIVATE_HOSTS: hostList.default([]),
  SLUICE_OFFLINE: flag.default(false),
  SLUICE_ALLOW_SYSTEM_KEYS: flag.default(false),
  SLUICE_SANDBOX: flag.optional(),
  SLUICE_ROLE: z.enum(["all", "gateway", "console"], { error: "must be all, gateway or console" }).default("all"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be trace, debug, info, warn, error, fatal or silent",
    })
    .default("info"),
});

/** What the operator decided. Secrets are wrapped: printing an `Env` shows none. */
export interface Env {
  nodeEnv: "development" | "production" | "test";
  port: number;
  host: string;
  /** As given; `dataDir()` of server/data-dir.ts resolves it. */
  dataDir: string;
  /** A Postgres of the operator's own; undefined means the embedded one. Holds a password: never log it. */
  databaseUrl: Secret | undefined;
  redisUrl: Secret | undefined;
  /** The key ring, active key first; undefined when it is to be generated. */
  encryptionKeys: RootKey[] | undefined;
  sessionSecret: Secret | undefined;
  publicUrl: string | undefined;
  init: {
    email: string | undefined;
    password: Secret | undefined;
    tenant: string | undefined;
    apiKey: Secret | undefined;
  };
  /** The operator's mail server and sender, for alerts; undefined when there is none. */
  mail: { url: Secret; from: string } | undefined;
  /** Lower-case host:port pairs that may be private addresses. */
  allowPrivateHosts: string[];
  isOffline: boolean;
  /** By provider: the operator's own keys, lent to every organization for the global models. Empty unless allowed. */
  systemKeys: ReadonlyMap<string, Secret>;
  hasSandbox: boolean;
  role: "all" | "gateway" | "console";
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
}

/**
 * Parses the environment; an empty variable counts as absent. Throws one error that lists every wrong variable and what to do, and
 * quotes no value that may be secret.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const result = schema.safeParse(given);
  const faults = result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  if (given.DATABASE_URL) {
    const missing = "is required with DATABASE_URL, so that every replica has the same. Make one with";
    if (!given.ENCRYPTION_KEY) faults.push(`ENCRYPTION_KEY ${missing} ${MAKE_KEY}`);
    if (!given.NEXTAUTH_SECRET) faults.push(`NEXTAUTH_SECRET ${missing} ${MAKE_SECRET}`);
  }
  if (Boolean(given.SMTP_URL) !== Boolean(given.SMTP_FROM)) {
    faults.push("SMTP_URL and SMTP_FROM belong together: set both or neither");
  }
  if (Boolean(given.SLUICE_INIT_EMAIL) !== Boolean(given.SLUICE_INIT_PASSWORD)) {
    faults.push("SLUICE_INIT_EMAIL and SLUICE_INIT_PASSWORD belong together: set both or neither");
  }
  if (!result.success || faults.length > 0) {
    throw new Error(
      `Sluice can't start: the environment is not right.\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
    );
  }
  return toEnv(result.data, given);
}

let cached: Env | undefined;

/** The environment of this process, parsed on first use. */
export function env(): Env {
  cached ??= readEnv();
  return cached;
}

/** next-auth reads its address and its secret from the environment itself; an empty variable counts as absent, as everywhere. */
export function publishToNextAuth(url: string, sessionSecret: Secret): void {
  process.env.NEXTAUTH_URL ||= url;
  process.env.NEXTAUTH_SECRET ||= sessionSecret.reveal();
}

function toEnv(data: z.infer<typeof schema>, given: Readonly<Record<string, string | undefined>>): Env {
  return {
    nodeEnv: data.NODE_ENV,
    port: data.PORT,
    host: data.HOST,
    dataDir: data.DATA_DIR,
    databaseUrl: data.DATABASE_URL === undefined ? undefined : new Secret(data.DATABASE_URL),
    redisUrl: data.REDIS_URL === undefined ? undefined : new Secret(data.REDIS_URL),
    encryptionKeys: data.ENCRYPTION_KEY,
    sessionSecret: data.NEXTAUTH_SECRET,
    publicUrl: data.NEXTAUTH_URL,
    init: {
      email: data.SLUICE_INIT_EMAIL?.toLowerCase(),
      password: data.SLUICE_INIT_PASSWORD,
      tenant: data.SLUICE_INIT_TENANT,
      apiKey: data.SLUICE_INIT_API_KEY,
    },
    mail:
      data.SMTP_URL !== undefined && data.SMTP_FROM !== undefined
        ? { url: new Secret(data.SMTP_URL), from: data.SMTP_FROM }
        : undefined,
    allowPrivateHosts: data.SLUICE_ALLOW_PRIVATE_HOSTS,
    isOffline: data.SLUICE_OFFLINE,
    systemKeys: data.SLUICE_ALLOW_SYSTEM_KEYS ? readSystemKeys(given) : new Map(),
    hasSandbox: data.SLUICE_SANDBOX ?? data.DATABASE_URL === undefined,
    role: data.SLUICE_ROLE,
    logLevel: data.LOG_LEVEL,
  };
}

/** Names in use elsewhere for a vendor whose provider is called otherwise here. */
const PROVIDER_ALIASES: Readonly<Record<string, string>> = { google: "gemini", meta: "llama" };

/** `OPENAI_API_KEY` is the key of `openai`, `LLAMA_CPP_API_KEY` that of `llama-cpp`. A provider's own name wins over its alias. */
function readSystemKeys(given: Readonly<Record<string, string | undefined>>): Map<string, Secret> {
  const keys = new Map<string, Secret>();
  const aliased = new Map<string, Secret>();
  for (const [name, value] of Object.entries(given)) {
    const [, vendor] = /^([A-Z][A-Z0-9_]*)_API_KEY$/.exec(name) ?? [];
    if (vendor === undefined || value === undefined || vendor.startsWith("SLUICE_")) continue;
    const id = vendor.toLowerCase().replaceAll("_", "-");
    const alias = PROVIDER_ALIASES[id];
    (alias === undefined ? keys : aliased).set(alias ?? id, new Secret(value.trim()));
  }
  return new Map([...aliased, ...keys]);
}

function protocolOf(value: string): string | undefined {
  return URL.canParse(value) ? new URL(value).protocol : undefined;
}

function isHostAndPort(value: string): boolean {
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):\d{1,5}$/.test(value)) return false;
  return URL.canParse(`http://${value}`);
}

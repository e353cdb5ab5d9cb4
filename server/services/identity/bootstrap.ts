import type { Actor } from "@/server/auth/actor";
import { generatePassword, hashPassword } from "@/server/auth/passwords";
import type { Database } from "@/server/db/client";
import type { Prisma } from "@/server/db/generated/client";
import type { Secret } from "@/server/gateway/spec/secret";
import { writeAudit } from "@/server/services/audit/write-audit";
import { slugOfName } from "@/server/services/tenants/slug-of-name";
import { ensureInitialApiKey } from "./ensure-initial-api-key";

/** Any number of our own: it keeps replicas that start together from doing this twice. */
const ADVISORY_LOCK = 5_125_601;
const DEFAULT_TENANT = "Default";
const DEFAULT_EMAIL = "admin@sluice.local";
const SYSTEM = { kind: "system", id: null, name: "Sluice" } as const;

export interface BootstrapRuntime {
  env: {
    init: {
      email: string | undefined;
      password: Secret | undefined;
      tenant: string | undefined;
      apiKey: Secret | undefined;
    };
  };
  database: Database;
  auth: { apiKeyPepper: Buffer };
}

export interface BootstrapOptions {
  /** Called once, by the replica that made the first organization, with its owner: to furnish it. */
  onFirstTenant?: (owner: Actor) => Promise<void>;
}

/**
 * The first run: with nobody there yet, an organization and an operator who owns it. On every run: the organization and the API key that the
 * environment names, each made once. Returns the first person's address and password when the password was made here, to be shown once.
 */
export async function bootstrap(
  { env: { init }, database, auth }: BootstrapRuntime,
  { onFirstTenant }: BootstrapOptions = {},
): Promise<{ email: string; password: string } | null> {
  const email = init.email ?? DEFAULT_EMAIL;
  const isNew = (await database.asSystem.user.count()) === 0;
  const password = init.password?.reveal() ?? generatePassword();
  const passwordHash = isNew ? await hashPassword(password) : null;

  const owner = await database.asSystem.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADVISORY_LOCK})`;
      const first =
        passwordHash && (await tx.user.count()) === 0
          ? await createFirst(tx, { email, passwordHash, tenantName: init.tenant })
          : null;
      const tenantId = first?.tenantId ?? (await ensureTenant(tx, init.tenant));
      if (init.apiKey && tenantId)
        await ensureInitialApiKey(tx, { tenantId, apiKey: init.apiKey, pepper: auth.apiKeyPepper });
      return first;
    },
    { maxWait: 30_000, timeout: 60_000 },
  );

  if (owner) await onFirstTenant?.(owner);
  return owner && !init.password ? { email, password } : null;
}

async function createFirst(
  tx: Prisma.TransactionClient,
  { email, passwordHash, tenantName }: { email: string; passwordHash: string; tenantName: string | undefined },
): Promise<Actor> {
  const user = await tx.user.create({ data: { email, name: "Administrator", passwordHash, isOperator: true } });
  const tenant = await createTenantOf(tx, user.id, tenantName ?? DEFAULT_TENANT);
  return {
    kind: "user",
    id: user.id,
    userId: user.id,
    name: user.name,
    isOperator: true,
    tenantId: tenant.id,
    tenantSlug: tenant.slug,
    role: "owner",
  };
}

/** The organization that the environment names, by its slug because that never changes; else the oldest. Null when there is none. */
async function ensureTenant(tx: Prisma.TransactionClient, name: string | undefined): Promise<string | null> {
  const oldestFirst = { orderBy: [{ createdAt: "asc" as const }, { id: "asc" as const }] };
  const known = await tx.tenant.findFirst({ where: name ? { slug: slugOfName(name) } : {}, ...oldestFirst });
  if (known) return known.id;
  const operator = name ? await tx.user.findFirst({ where: { isOperator: true }, ...oldestFirst }) : null;
  return name && operator ? (await createTenantOf(tx, operator.id, name)).id : null;
}

async function createTenantOf(tx: Prisma.TransactionClient, userId: string, name: string) {
  const slug = slugOfName(name);
  const tenant = await tx.tenant.create({ data: { name, slug, memberships: { create: { userId, role: "owner" } } } });
  await writeAudit(
    tx,
    { ...SYSTEM, tenantId: tenant.id },
    { action: "tenant.create", targetId: tenant.id, targetName: name, changes: { slug } },
  );
  return tenant;
}

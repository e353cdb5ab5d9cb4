import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { AppError } from "@/lib/contracts/errors";
import type { Permission } from "@/lib/contracts/permissions";
import { requirePermission } from "@/server/auth/require-permission";
import type { Context } from "./context";
import { appErrorOf, formatError, toTrpcError } from "./error-formatter";

/** Who may call a procedure: set by its builder, read by the test that tries every procedure as everybody. */
export interface Meta {
  access: "public" | "user" | "operator" | "tenant";
  permission?: Permission;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => formatError(shape, error, ctx?.requestId ?? null),
  });

export const { router, createCallerFactory } = t;

/** Errors of the table get its status; what nobody foresaw is logged, and hidden from the caller. */
const convertErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const error = appErrorOf(result.error);
  if (error.code === "internal") {
    ctx.runtime.log.error({ path, requestId: ctx.requestId, err: error.cause ?? error }, "A procedure failed.");
  }
  throw toTrpcError(result.error);
});

/** A page of another site must not change anything with the cookies of a signed-in visitor. */
const refuseForeignOrigin = t.middleware(({ ctx, type, next }) => {
  if (type === "mutation" && ctx.isForeignOrigin) {
    throw new AppError(
      "forbidden",
      "The request came from a page of another site. Use the console at its own address, or an API key.",
    );
  }
  return next();
});

const base = t.procedure.use(convertErrors).use(refuseForeignOrigin);

/** Anybody. */
export const publicProcedure = base.meta({ access: "public" });

const requireUser = t.middleware(async ({ ctx, next }) => {
  if (ctx.user) return next({ ctx: { user: ctx.user } });
  if (!ctx.hasApiKey) throw new AppError("unauthenticated");
  await ctx.actor(); // An invalid key is told so first.
  throw new AppError("forbidden", "An API key can't do this. Sign in to the console.");
});

/** A signed-in person, in no tenant in particular. `ctx.user` is there; so are the pieces of the runtime. */
export const userProcedure = base
  .meta({ access: "user" })
  .use(requireUser)
  .use(({ ctx, next }) => next({ ctx: ctx.runtime }));

/** A signed-in person who operates this installation. A change holds for the gateway before the caller has the answer. */
export const operatorProcedure = base
  .meta({ access: "operator" })
  .use(requireUser)
  .use(async ({ ctx, type, next }) => {
    if (!ctx.user?.isOperator) throw new AppError("forbidden", "Only an operator of this installation may do this.");
    const result = await next({ ctx: { ...ctx.runtime, user: ctx.user } });
    if (type === "mutation" && result.ok) await refreshOperator(ctx);
    return result;
  });

/**
 * A member, or an API key, of a tenant whose role holds the permission. `ctx` is a `ServiceContext`, to be handed to a service as it is. After a
 * successful mutation the gateway has the tenant's new configuration before the caller has the answer.
 */
export function tenantProcedure(permission: Permission) {
  return base.meta({ access: "tenant", permission }).use(async ({ ctx, type, next }) => {
    const actor = await ctx.actor();
    requirePermission(actor, permission);
    const result = await next({ ctx: { ...ctx.runtime, actor } });
    // A call through the gateway changes no configuration, and must not wait for the database.
    if (type === "mutation" && result.ok && permission !== "gateway.call") await refreshSnapshot(ctx, actor.tenantId);
    return result;
  });
}

/** The change is already stored, so a failure here is no failure of the mutation: the gateway learns of it by notice instead. */
async function refreshSnapshot(ctx: Context, tenantId: string): Promise<void> {
  try {
    await ctx.runtime.snapshot.refreshTenant(tenantId);
  } catch (error) {
    ctx.runtime.log.warn({ tenantId, err: error }, "The gateway could not read a changed tenant at once.");
  }
}

/** Other processes, and this one should it fail, learn of it by notice. */
async function refreshOperator(ctx: Context): Promise<void> {
  try {
    await ctx.runtime.snapshot.refreshOperator();
  } catch (error) {
    ctx.runtime.log.warn({ err: error }, "The gateway could not read the operator's changed settings at once.");
  }
}

import { AppError } from "@/lib/contracts/errors";
import { roleHas } from "@/lib/contracts/permissions";
import type { ApiKeyEntry } from "@/server/gateway";
import type { Idempotency } from "@/server/services/idempotency/create-idempotency";
import type { ServiceContext, ServiceRuntime } from "@/server/services/service-context";
import { type ApiKeyGate, authenticate } from "./authenticate";
import { decodePathPart } from "./decode-path-part";
import type { Exchange } from "./exchange";
import { idempotencyKeyOf, serveOnce } from "./idempotency/serve-once";
import { parseJson, readBody } from "./read-body";
import type { OpenRoute, RestCall, RestRoute } from "./rest/rest-route";
import { OPEN_ROUTES, REST_ROUTES } from "./rest/routes";
import { writeJson } from "./write-answer";

const MAX_BODY_BYTES = 5_000_000;

export interface RestParts {
  gate: ApiKeyGate;
  services: ServiceRuntime;
  /** Absent where keys are not kept. */
  idempotency?: Idempotency;
  slugOf(tenantId: string): string;
  /** Resolves once calls through the gateway see the tenant as it is now. */
  refreshTenant(tenantId: string): Promise<void>;
}

interface CompiledRoute {
  route: RestRoute | OpenRoute;
  pattern: RegExp;
}

const COMPILED: readonly CompiledRoute[] = [...REST_ROUTES, ...OPEN_ROUTES].map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/:([a-zA-Z]+)/g, "(?<$1>[^/]+)")}$`),
}));

/** REST over the same services as the console: matches, authenticates by API key, checks the role, calls, writes. False when no route has the path. */
export function createRestHandler(parts: RestParts): (exchange: Exchange) => Promise<boolean> {
  return async (exchange) => {
    const onPath = COMPILED.filter(({ pattern }) => pattern.test(exchange.path));
    if (onPath.length === 0) return false;
    const match = onPath.find(({ route }) => route.method === exchange.req.method);
    if (!match) {
      const methods = onPath.map(({ route }) => route.method).join(", ");
      throw new AppError("method_not_allowed", `${exchange.path} answers ${methods}, not ${exchange.req.method}.`);
    }
    const { route, pattern } = match;
    if ("answer" in route) {
      const { status, body } = route.answer();
      writeJson(exchange, status, body);
      return true;
    }
    const context = contextOf(parts, exchange, route);
    const once =
      route.method === "POST" && route.permission === "gateway.call" ? idempotencyKeyOf(exchange) : undefined;
    const serve = () => serveRoute(parts, exchange, context, { route, pattern });
    if (once === undefined) await serve();
    else await serveOnce(parts.idempotency, context.actor.tenantId, once, exchange, serve);
    return true;
  };
}

async function serveRoute(
  parts: RestParts,
  exchange: Exchange,
  context: ServiceContext,
  { route, pattern }: { route: RestRoute; pattern: RegExp },
): Promise<void> {
  const answer = await route.handle({
    context,
    params: paramsOf(pattern, exchange.path),
    input: await inputOf(exchange, route),
    exchange,
  } satisfies RestCall<unknown>);
  // What a call through the gateway changes, it does not wait for: it needs no database.
  if (route.method !== "GET" && route.permission !== "gateway.call") await refresh(parts, context.actor.tenantId);
  if (answer) writeJson(exchange, answer.status, answer.body);
}

/** The change is stored already, so a failure here is none of the call's: the gateway learns of it by notice instead. */
async function refresh({ services, refreshTenant }: RestParts, tenantId: string): Promise<void> {
  try {
    await refreshTenant(tenantId);
  } catch (error) {
    services.log.warn({ tenantId, err: error }, "The gateway could not read a changed tenant at once.");
  }
}

function contextOf({ gate, services, slugOf }: RestParts, exchange: Exchange, route: RestRoute): ServiceContext {
  const key = authenticate(gate, exchange.req);
  if (!roleHas(key.role, route.permission)) {
    throw new AppError(
      "forbidden",
      `The API key "${key.name}" has the role ${key.role}, which does not include ${route.permission}. Use a key with a higher role.`,
    );
  }
  return { ...services, now: () => services.now(), actor: actorOf(key, slugOf(key.tenantId)) };
}

function actorOf(key: ApiKeyEntry, tenantSlug: string): ServiceContext["actor"] {
  const { id, name, tenantId, role } = key;
  return { kind: "api_key", id, apiKeyId: id, name, tenantId, tenantSlug, role, isOperator: false };
}

function paramsOf(pattern: RegExp, path: string): Record<string, string> {
  const groups = pattern.exec(path)?.groups ?? {};
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodePathPart(value)]));
}

async function inputOf({ req, query }: Exchange, route: RestRoute): Promise<unknown> {
  if (route.method !== "POST") return Object.fromEntries(query);
  const body = await readBody(req, MAX_BODY_BYTES);
  return body.length === 0 ? {} : parseJson(body);
}

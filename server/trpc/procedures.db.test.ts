import type { inferRouterError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { AppError, ERRORS, type ErrorCode } from "@/lib/contracts/errors";
import { noInput } from "@/lib/contracts/no-input";
import { createApiKey } from "@/server/services/api-keys/create-api-key";
import { createTestRuntime, type TestRuntime } from "@/test/runtime";
import { type ContextRuntime, createContext, TENANT_HEADER } from "./context";
import { publicProcedure, router, tenantProcedure } from "./procedures";
import type { AppRouter } from "./router";

const everyCode = z.enum(Object.keys(ERRORS));

/** A router made of every way in which a procedure can end. */
const endings = router({
  fails: publicProcedure
    .input(z.strictObject({ code: everyCode }))
    .output(z.never())
    .query(({ input }) => {
      const code = z
        .custom<keyof typeof ERRORS>((value) => typeof value === "string" && value in ERRORS)
        .parse(input.code);
      throw new AppError(code, "what happened, why, what to do", { param: "x" });
    }),
  crashes: publicProcedure
    .input(noInput)
    .output(z.never())
    .query(() => {
      throw new Error("password=hunter2 at /secret/place");
    }),
  leaks: publicProcedure
    .input(noInput)
    .output(z.object({ id: z.string() }))
    .query(() => ({ id: "1", passwordHash: "hunter2" })),
  lies: publicProcedure
    .input(noInput)
    .output(z.object({ id: z.string().max(3) }))
    .query(() => ({ id: "hunter2" })),
  asks: publicProcedure
    .input(z.strictObject({ name: z.string().min(2), nested: z.strictObject({ size: z.number() }) }))
    .output(z.string())
    .query(({ input }) => input.name),
  changes: tenantProcedure("tenant.write")
    .input(noInput)
    .output(z.string())
    .mutation(({ ctx }) => ctx.actor.tenantSlug),
  changesNothing: tenantProcedure("tenant.write")
    .input(noInput)
    .output(z.string())
    .mutation(() => {
      throw new AppError("conflict");
    }),
  reads: tenantProcedure("overview.read")
    .input(noInput)
    .output(z.string())
    .query(({ ctx }) => ctx.actor.name),
});

let test: TestRuntime;
const refreshed: string[] = [];
const logged: string[] = [];
let authorization: string;

beforeAll(async () => {
  test = await createTestRuntime();
  const { database, auth, now } = test.runtime;
  const tenant = await database.asSystem.tenant.create({ data: { name: "Home", slug: "home" } });
  const actor = {
    kind: "api_key",
    id: tenant.id,
    apiKeyId: tenant.id,
    name: "test",
    isOperator: false,
    tenantId: tenant.id,
    tenantSlug: "home",
    role: "owner",
  } as const;
  const { secret } = await createApiKey(
    { database, auth, now, actor },
    { name: "caller", role: "admin", expiresInDays: null },
  );
  authorization = `Bearer ${secret}`;
});

afterAll(() => test.close());

/** The real one, overheard. */
function overheard(): ContextRuntime {
  const { runtime } = test;
  return {
    ...runtime,
    snapshot: {
      refreshTenant: async (tenantId) => {
        await runtime.snapshot.refreshTenant(tenantId);
        refreshed.push(tenantId);
      },
      refreshOperator: async () => {
        await runtime.snapshot.refreshOperator();
        refreshed.push("operator");
      },
    },
    log: {
      info: runtime.log.info.bind(runtime.log),
      warn: runtime.log.warn.bind(runtime.log),
      error: (...said: unknown[]) => void logged.push(String(said.at(-1))),
    },
  };
}

const failure = z.object({
  error: z.object({
    json: z.object({
      message: z.string(),
      data: z.strictObject({
        code: z.string(),
        httpStatus: z.number(),
        path: z.string(),
        sluice: z.object({
          code: z.string(),
          requestId: z.string(),
          details: z.object({ fields: z.record(z.string(), z.string()).optional(), param: z.string().optional() }),
        }),
      }),
    }),
  }),
});
const success = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });

async function send(
  path: string,
  { input, method = "GET", headers = {} }: { input?: unknown; method?: string; headers?: object } = {},
) {
  const body = JSON.stringify(superjson.serialize(input));
  const query = method === "GET" && input !== undefined ? `?input=${encodeURIComponent(body)}` : "";
  const request = new Request(`http://sluice.test/api/trpc/${path}${query}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: method === "POST" ? body : undefined,
  });
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: endings,
    createContext: () =>
      createContext({ runtime: overheard(), headers: request.headers, currentUser: async () => null }),
  });
  return { status: response.status, text: await response.text() };
}

async function fail(...given: Parameters<typeof send>) {
  const { status, text } = await send(...given);
  return { status, text, error: failure.parse(JSON.parse(text)).error.json };
}

describe("errors on their way out", () => {
  it.each(Object.entries(ERRORS))("%s has its own code, its status of tRPC and its words", async (code, { trpc }) => {
    const { status, error } = await fail("fails", { input: { code } });
    const { httpStatus } = error.data;
    expect(error.data.sluice).toMatchObject({ code, details: { param: "x" } });
    expect(error.data.code).toBe(trpc);
    expect(status).toBe(httpStatus);
    expect(error.message).toBe(code === "internal" ? ERRORS.internal.en : "what happened, why, what to do");
  });

  it("hide what nobody foresaw, and log it under the request's id", async () => {
    logged.length = 0;
    const { status, text, error } = await fail("crashes", { headers: { "x-request-id": "req-1" } });
    expect([status, error.message, error.data.sluice]).toEqual([
      500,
      ERRORS.internal.en,
      { code: "internal", details: {}, requestId: "req-1" },
    ]);
    expect(text).not.toMatch(/hunter2|secret|stack|\.ts/);
    expect(logged).toEqual(["A procedure failed."]);
  });

  it("name each faulty field", async () => {
    const { status, error } = await fail("asks", { input: { name: "x", nested: { size: "big" }, extra: 1 } });
    expect(status).toBe(400);
    expect(error.data.sluice.code).toBe("invalid_request");
    expect(Object.keys(error.data.sluice.details.fields ?? {}).sort()).toEqual(["", "name", "nested.size"]);
    expect(error.message).toContain("nested.size");
  });

  it("are the same for a procedure that isn't there and a body that isn't JSON", async () => {
    expect((await fail("nothing.here")).error.data.sluice.code).toBe("not_found");
    const request = new Request("http://sluice.test/api/trpc/changes", {
      method: "POST",
      body: "{",
      headers: { authorization, "content-type": "application/json" },
    });
    const response = await fetchRequestHandler({
      endpoint: "/api/trpc",
      req: request,
      router: endings,
      createContext: () =>
        createContext({ runtime: overheard(), headers: request.headers, currentUser: async () => null }),
    });
    expect(failure.parse(await response.json()).error.json.data.sluice.code).toBe("invalid_request");
  });

  it("are typed for the console", () => {
    const read = (error: inferRouterError<AppRouter>) => error.data.sluice.code;
    expectTypeOf(read).returns.toEqualTypeOf<ErrorCode>();
  });
});

describe("answers on their way out", () => {
  it("hold declared fields alone", async () => {
    const { text } = await send("leaks");
    expect(success.parse(JSON.parse(text)).result.data.json).toEqual({ id: "1" });
  });

  it("that break their own declaration are not sent", async () => {
    const { status, text } = await fail("lies");
    expect(status).toBe(500);
    expect(text).not.toContain("hunter2");
  });
});

describe("a mutation", () => {
  it("is over when the gateway has the tenant's new configuration", async () => {
    refreshed.length = 0;
    const { text } = await send("changes", { method: "POST", headers: { authorization } });
    expect(success.parse(JSON.parse(text)).result.data.json).toBe("home");
    expect(refreshed).toHaveLength(1);
  });

  it("that failed, or a query, refreshes nothing", async () => {
    refreshed.length = 0;
    expect((await fail("changesNothing", { method: "POST", headers: { authorization } })).status).toBe(409);
    expect((await send("reads", { headers: { authorization, [TENANT_HEADER]: "elsewhere" } })).text).toContain(
      "caller",
    );
    expect(refreshed).toEqual([]);
  });
});

import { createTRPCClient, httpBatchStreamLink } from "@trpc/client";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { PlaygroundChatEvent } from "@/lib/contracts/playground";
import { createApiKey } from "@/server/services/api-keys/create-api-key";
import { getJob } from "@/server/services/jobs/get-job";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import type { ServiceContext } from "@/server/services/service-context";
import { createContext } from "@/server/trpc/context";
import { type AppRouter, appRouter } from "@/server/trpc/router";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
let acme: ServiceContext;
let client: ReturnType<typeof createTRPCClient<AppRouter>>;

beforeAll(async () => {
  harness = await createServiceHarness();
  acme = await harness.addTenant();
  const { jobId } = await createProviderConfig(acme, { provider: "sandbox", config: {}, skipVerification: false });
  await vi.waitFor(async () => expect((await getJob(acme, { id: jobId ?? "" })).status).toBe("succeeded"), 10_000);
  const { secret } = await createApiKey(acme, { name: "key", role: "developer", expiresInDays: 1 });
  client = createTRPCClient<AppRouter>({
    links: [
      httpBatchStreamLink({
        url: "http://sluice.test/api/trpc",
        transformer: superjson,
        headers: { authorization: `Bearer ${secret}` },
        fetch: (url, init) => {
          const req = new Request(url, { ...init, body: typeof init?.body === "string" ? init.body : undefined });
          const runtime = { ...harness.runtime, snapshot: harness.snapshot };
          return fetchRequestHandler({
            endpoint: "/api/trpc",
            req,
            router: appRouter,
            createContext: () => createContext({ runtime, headers: req.headers, currentUser: async () => null }),
          });
        },
      }),
    ],
  });
});
afterAll(() => harness.close());

const hello = { model: "sandbox-chat", messages: [{ role: "user" as const, content: "Say hello." }] };

it("streams a chat to the browser piece by piece, not all at the end", async () => {
  const arrivals: number[] = [];
  const events: PlaygroundChatEvent[] = [];
  for await (const event of await client.playground.chat.mutate(hello)) {
    arrivals.push(performance.now());
    events.push(event);
  }
  expect(events.at(-1)?.type).toBe("done");
  expect((arrivals.at(-2) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(20);
});

it("stops upstream when the browser stops", async () => {
  const stop = new AbortController();
  let seen = 0;
  for await (const event of await client.playground.chat.mutate(hello, { signal: stop.signal })) {
    if (event.type === "delta" && ++seen === 1) stop.abort();
  }
  await vi.waitFor(async () => {
    await harness.ledger.flush();
    const statuses = await acme.database.asSystem.llmRequest.findMany({
      where: { tenantId: acme.actor.tenantId },
      select: { status: true },
    });
    expect(statuses.map(({ status }) => status).sort()).toEqual(["aborted", "success"]);
  }, 5_000);
});

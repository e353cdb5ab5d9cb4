import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hashApiKeySecret, mintApiKey } from "@/server/auth/api-keys";
import type { Egress } from "@/server/gateway";
import type { TenantConfig } from "@/server/gateway/config/config-store";
import type { Health } from "@/server/gateway/health/create-health";
import { patientHealth } from "@/server/gateway/testing/patient-health";
import { startTestGateway, type TestProvider } from "@/server/gateway/testing/start-test-gateway";
import { createRequestHandler } from "@/server/http/create-request-handler";
import { createOperations } from "@/server/http/operations/operations";
import { createLog, type Log } from "@/server/log";

/** The real data plane on loopback, over the test gateway, with one API key. */
export async function startDataPlane(
  providers: TestProvider[],
  {
    egress,
    log = createLog("silent"),
    tenant = {},
    health = patientHealth(),
    allowedModels = [],
  }: {
    egress?: Egress;
    log?: Log;
    tenant?: Partial<TenantConfig>;
    health?: Health;
    allowedModels?: readonly string[];
  } = {},
) {
  const pepper = randomBytes(32);
  const minted = mintApiKey();
  const test = await startTestGateway({
    providers,
    tenant,
    health,
    ...(egress === undefined ? {} : { egress }),
    apiKeys: [
      {
        id: minted.publicId,
        publicId: minted.publicId,
        secretHmac: hashApiKeySecret(pepper, minted.secret),
        tenantId: "tenant-1",
        name: "test",
        role: "developer",
        expiresAtMs: null,
        allowedModels,
      },
    ],
  });
  const handle = createRequestHandler({
    gate: { snapshot: test.snapshot, pepper, markUsed: () => undefined },
    gateway: test.gateway,
    operations: createOperations({
      version: "test",
      ledger: test.ledger,
      limiter: test.limiter,
      snapshot: test.snapshot,
      health: test.gateway.health,
      checkDatabase: async () => undefined,
      isConsoleReady: () => true,
      isDraining: () => false,
    }),
    servesCalls: true,
    rest: async () => false,
    log,
  });
  const server = createServer(async (req, res) => {
    if (!(await handle(req, res))) res.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    /** Without a path. */
    url: `http://127.0.0.1:${port}`,
    apiKey: minted.key.reveal(),
    ledger: test.ledger,
    /** What the database would hold, once `ledger.flush()` is through. */
    store: test.store,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await test.close();
    },
  };
}

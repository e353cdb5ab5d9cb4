import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { hashApiKeySecret, mintApiKey } from "@/server/auth/api-keys";
import type { ApiKeyEntry } from "@/server/gateway";
import { startTestGateway, type TestGatewayOptions } from "@/server/gateway/testing/start-test-gateway";
import { createRequestHandler } from "@/server/http/create-request-handler";
import { createOperations } from "@/server/http/operations/operations";
import { createLog } from "@/server/log";

/** The real data plane on a port of its own, over the test gateway, with one API key. */
export async function startDataPlane(options: Omit<TestGatewayOptions, "apiKeys">) {
  const pepper = randomBytes(32);
  const minted = mintApiKey();
  const entry: ApiKeyEntry = {
    id: minted.publicId,
    publicId: minted.publicId,
    secretHmac: hashApiKeySecret(pepper, minted.secret),
    tenantId: options.tenantId ?? "tenant-1",
    name: "test",
    role: "developer",
    expiresAtMs: null,
  };
  const test = await startTestGateway({ ...options, apiKeys: [entry] });
  const handle = createRequestHandler({
    gate: { snapshot: test.snapshot, pepper, markUsed: () => undefined },
    gateway: test.gateway,
    operations: createOperations({
      version: "test",
      ledger: test.ledger,
      snapshot: test.snapshot,
      checkDatabase: async () => undefined,
      isConsoleReady: () => true,
      isDraining: () => false,
    }),
    servesCalls: true,
    rest: async () => false,
    log: createLog("silent"),
  });
  const server = createServer(async (req, res) => {
    if (!(await handle(req, res))) res.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...test,
    url: `http://127.0.0.1:${port}`,
    /** The one key, in clear. */
    apiKey: minted.key.reveal(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await test.close();
    },
  };
}

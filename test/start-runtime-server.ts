import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ModelType } from "@/lib/contracts/model-type";
import { hashApiKeySecret, mintApiKey } from "@/server/auth/api-keys";
import {
  type ScriptedUpstream,
  type ScriptedUpstreamOptions,
  startScriptedUpstream,
} from "@/server/gateway/testing/scripted-upstream";
import { createRequestHandler } from "@/server/http/create-request-handler";
import { createRestHandler } from "@/server/http/create-rest-handler";
import { createOperations } from "@/server/http/operations/operations";
import { createTestRuntime, type TestRuntime } from "./runtime";

export interface RuntimeServerOptions {
  models: readonly { id: string; type?: ModelType; prices: Record<string, string> }[];
  upstream?: ScriptedUpstreamOptions;
  /** Before Sluice sees a request: to make its answer fail. */
  intercept?: (req: IncomingMessage, res: ServerResponse) => void;
}

export interface RuntimeServer extends TestRuntime {
  upstream: ScriptedUpstream;
  /** Without a path. */
  url: string;
  /** Of the owner's scope. */
  apiKey: string;
  tenantId: string;
  /** Over the whole organization. */
  addBudget(limitNanoUsd: bigint): Promise<string>;
}

/** Everything of the server but its pages, in this process, over a database of its own: one organization with a key and a provider. */
export async function startRuntimeServer(options: RuntimeServerOptions): Promise<RuntimeServer> {
  const upstream = await startScriptedUpstream(options.upstream);
  const test = await createTestRuntime({ SLUICE_ALLOW_PRIVATE_HOSTS: new URL(upstream.url).host });
  const { runtime } = test;
  const { database, vault, snapshot } = runtime;
  const tenantId = randomUUID();
  const configId = randomUUID();
  const { key, publicId, secret } = mintApiKey();
  const { asSystem } = database;
  await asSystem.tenant.create({ data: { id: tenantId, name: "Acme", slug: "acme" } });
  await asSystem.apiKey.create({
    data: {
      tenantId,
      role: "owner",
      publicId,
      name: "key",
      secretHmac: hashApiKeySecret(runtime.auth.apiKeyPepper, secret),
      lastFour: key.lastFour(),
    },
  });
  const place = { table: "provider_configs", row: configId, column: "encrypted_config" };
  await asSystem.providerConfig.create({
    data: {
      id: configId,
      tenantId,
      provider: "openai-compatible",
      name: "lab",
      isValid: true,
      encryptedConfig: await vault.encrypt(tenantId, place, JSON.stringify({ base_url: upstream.url })),
    },
  });
  await asSystem.tenantModel.createMany({
    data: options.models.map(({ id, type = "llm", prices }) => ({
      tenantId,
      providerConfigId: configId,
      provider: "openai-compatible",
      modelId: id,
      displayName: id,
      type,
      isEnabled: true,
      pricesPerMillion: prices,
      priceSource: "test",
    })),
  });
  await snapshot.refreshTenant(tenantId);

  const gate = { snapshot, pepper: runtime.auth.apiKeyPepper, markUsed: () => undefined };
  const handle = createRequestHandler({
    gate,
    gateway: runtime.gateway,
    idempotency: runtime.idempotency,
    operations: createOperations({
      version: "test",
      ledger: runtime.ledger,
      limiter: runtime.limiter,
      snapshot,
      health: runtime.gateway.health,
      checkDatabase: () => database.check(),
      isConsoleReady: () => true,
      isDraining: () => false,
    }),
    servesCalls: true,
    rest: createRestHandler({
      gate,
      services: runtime,
      idempotency: runtime.idempotency,
      slugOf: () => "acme",
      refreshTenant: snapshot.refreshTenant,
    }),
    log: runtime.log,
  });
  const server = createServer((req, res) => {
    options.intercept?.(req, res);
    void handle(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    ...test,
    upstream,
    url: `http://127.0.0.1:${port}`,
    apiKey: key.reveal(),
    tenantId,
    async addBudget(limitNanoUsd) {
      const { id } = await asSystem.budget.create({
        data: { tenantId, name: "Everything", scope: "tenant", period: "month", limitNanoUsd },
      });
      await snapshot.refreshTenant(tenantId);
      return id;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await test.close();
      await upstream.close();
    },
  };
}

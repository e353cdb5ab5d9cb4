import { setTimeout as wait } from "node:timers/promises";

const SYNC_LIMIT_MS = 30_000;
/** High enough never to be reached, so that the limiter works on every request and refuses none. */
const LIMITS = { requestsPerMinute: 2_000_000_000, tokensPerMinute: 2_000_000_000, maxParallelRequests: 100_000 };
/** USD per million tokens. */
const PRICES = { inputTokens: "0.15", outputTokens: "0.60" };

/** What an administrator does in the browser: a provider config for each upstream, with limits, and a price for each model that is called. */
export async function configureSluice({ port, key, upstreams, models }) {
  for (const [name, model] of [
    ["fixed", models.chat],
    ["stream", models.stream],
  ]) {
    const config = { base_url: `http://127.0.0.1:${upstreams[name]}/v1`, api_key: "bench" };
    const saved = await mutate("providerConfigs.create", { provider: "openai-compatible", name, config, ...LIMITS });
    if (!saved.saved) throw new Error(`Sluice did not take the provider config "${name}": ${JSON.stringify(saved)}`);
    const entry = await untilListed(saved.config.id, model);
    await mutate("models.setPrice", { id: entry.id, pricesPerMillion: PRICES });
  }

  async function untilListed(providerConfigId, modelId) {
    const deadlineMs = Date.now() + SYNC_LIMIT_MS;
    while (Date.now() < deadlineMs) {
      const listed = await ask("models.list", { providerConfigId });
      const entry = listed.find((each) => each.modelId === modelId && each.isCallable);
      if (entry) return entry;
      await wait(100);
    }
    throw new Error(`Sluice did not find the model "${modelId}" within ${SYNC_LIMIT_MS / 1000} s.`);
  }

  function mutate(procedure, input) {
    return send(procedure, { method: "POST", body: JSON.stringify({ json: input }) });
  }

  function ask(procedure, input) {
    return send(`${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, { method: "GET" });
  }

  async function send(path, init) {
    const response = await fetch(`http://127.0.0.1:${port}/api/trpc/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Sluice answered ${response.status} to ${path}: ${text.slice(0, 500)}`);
    return JSON.parse(text).result.data.json;
  }
}

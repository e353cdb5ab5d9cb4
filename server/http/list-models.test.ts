import { randomUUID } from "node:crypto";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { expect, it } from "vitest";
import { llmConfiguration } from "@/lib/contracts/profile";
import { startDataPlane } from "@/test/start-data-plane";

const MODELS = ["gpt-test", "other"].map((modelId) => ({ modelId }));
const TENANT = {
  llmConfiguration: llmConfiguration.parse({
    profiles: { calm: { provider: "lab", model: "gpt-test", description: "For letters" } },
  }),
  processors: [
    {
      id: randomUUID(),
      name: "reader",
      taskType: "reading",
      templateId: null,
      configuration: { settings_override: {} },
    },
  ],
};

async function listed(allowedModels: readonly string[]) {
  const plane = await startDataPlane([{ id: "lab", values: { base_url: "http://127.0.0.1:9/v1" }, models: MODELS }], {
    tenant: TENANT,
    allowedModels,
  });
  try {
    const anthropic = new Anthropic({ apiKey: plane.apiKey, baseURL: plane.url, maxRetries: 0 });
    const openai = new OpenAI({ apiKey: plane.apiKey, baseURL: `${plane.url}/v1`, maxRetries: 0 });
    const { data } = await anthropic.models.list();
    return {
      anthropic: data,
      ids: [data, (await openai.models.list()).data].map((models) => models.map(({ id }) => id)),
      profile: await anthropic.models.retrieve("profile:calm"),
    };
  } finally {
    await plane.close();
  }
}

it("lists models, then the organization's profiles and processors, alike for OpenAI's and Anthropic's clients", async () => {
  const { ids, profile } = await listed([]);
  const expected = ["gpt-test", "other", "profile:calm", "processor:reader"];
  expect(ids).toEqual([expected, expected]);
  expect(profile).toMatchObject({
    type: "model",
    display_name: "profile:calm (For letters)",
    created_at: "1970-01-01T00:00:00.000Z",
  });
});

it("lists for a key what it allows by name, and nothing else", async () => {
  const { ids } = await listed(["profile:calm", "openai-compatible/other"]);
  const expected = ["other", "profile:calm"];
  expect(ids).toEqual([expected, expected]);
});

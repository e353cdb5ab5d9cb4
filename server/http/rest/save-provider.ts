import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@/lib/contracts/errors";
import {
  createProviderConfigInput,
  type SaveProviderConfigResult,
  updateProviderConfigInput,
} from "@/lib/contracts/provider-config";
import { checkShape } from "@/server/http/read-body";
import { getJob } from "@/server/services/jobs/get-job";
import { createProviderConfig } from "@/server/services/provider-configs/create-provider-config";
import { loadProviderConfigViews } from "@/server/services/provider-configs/load-provider-config-views";
import { updateProviderConfig } from "@/server/services/provider-configs/update-provider-config";
import type { ServiceContext } from "@/server/services/service-context";

const SYNC_WAIT_MS = 10_000;
const SYNC_POLL_MS = 50;

export interface SaveProvider {
  provider: string;
  name?: string;
  config: Record<string, string>;
  requestsPerMinute?: number | null;
  tokensPerMinute?: number | null;
}

/** Creates the config of that name, or replaces its values, so that a script may run twice. Waits for its models, at most ten seconds, so that the script's next line may call them. */
export async function saveProvider(
  context: ServiceContext,
  input: SaveProvider,
): Promise<{ isNew: boolean; result: SaveProviderConfigResult }> {
  const name = input.name ?? input.provider;
  const existing = (await loadProviderConfigViews(context)).find((config) => config.name === name);
  if (existing && existing.provider !== input.provider) {
    throw new AppError(
      "conflict",
      `The name "${name}" belongs to a config of ${existing.provider}. Choose another name.`,
      { param: "name" },
    );
  }
  const { provider, ...fields } = input;
  const result = existing
    ? await updateProviderConfig(
        context,
        checkShape(updateProviderConfigInput, { ...fields, id: existing.id, version: existing.version }),
      )
    : await createProviderConfig(context, checkShape(createProviderConfigInput, { ...fields, provider }));
  if (result.jobId) await waitForJob(context, result.jobId);
  return { isNew: !existing, result };
}

async function waitForJob(context: ServiceContext, id: string): Promise<void> {
  const deadlineMs = Date.now() + SYNC_WAIT_MS;
  while (Date.now() < deadlineMs) {
    const { status } = await getJob(context, { id });
    if (status !== "queued" && status !== "running") return;
    await wait(SYNC_POLL_MS);
  }
}

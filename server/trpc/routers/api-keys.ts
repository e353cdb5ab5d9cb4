import { z } from "zod";
import {
  apiKeyView,
  createApiKeyInput,
  createApiKeyResult,
  revokeApiKeyInput,
  updateApiKeyInput,
} from "@/lib/contracts/api-key";
import { noInput } from "@/lib/contracts/no-input";
import { createApiKey } from "@/server/services/api-keys/create-api-key";
import { listApiKeys } from "@/server/services/api-keys/list-api-keys";
import { revokeApiKey } from "@/server/services/api-keys/revoke-api-key";
import { updateApiKey } from "@/server/services/api-keys/update-api-key";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const apiKeysRouter = router({
  list: tenantProcedure("api_keys.read")
    .input(noInput)
    .output(z.array(apiKeyView))
    .query(({ ctx }) => listApiKeys(ctx)),
  create: tenantProcedure("api_keys.write")
    .input(createApiKeyInput)
    .output(createApiKeyResult)
    .mutation(({ ctx, input }) => createApiKey(ctx, input)),
  update: tenantProcedure("api_keys.write")
    .input(updateApiKeyInput)
    .output(apiKeyView)
    .mutation(({ ctx, input }) => updateApiKey(ctx, input)),
  revoke: tenantProcedure("api_keys.write")
    .input(revokeApiKeyInput)
    .output(apiKeyView)
    .mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
});

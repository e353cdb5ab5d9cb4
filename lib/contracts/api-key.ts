import { z } from "zod";
import { displayName } from "./display-name";
import { role } from "./permissions";
import { configName } from "./profile";

/** `sk-sluice-<public id, 12 characters>-<secret, 43 characters>`, base 62. */
export const API_KEY_PATTERN = /^sk-sluice-([0-9A-Za-z]{12})-([0-9A-Za-z]{43})$/;

export const apiKeyStatus = z.enum(["active", "expired", "revoked"]);

/** What calls with the key get where they say nothing themselves, and what they may name. */
export const apiKeyRouting = z.strictObject({
  /** What `auto` means for the key, instead of the organization's default. */
  defaultProfile: configName.nullable(),
  /** Whose job its calls are, by name, where they name none. */
  defaultProcessor: configName.nullable(),
  /** Model ids, `provider/model`, `profile:…` or `processor:…`; none is everything. */
  allowedModels: z.array(z.string().trim().min(1).max(400)).max(200),
});
export type ApiKeyRouting = z.infer<typeof apiKeyRouting>;

export const apiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  /** What may be shown: `sk-sluice-AbC…wxyz`. */
  hint: z.string(),
  role,
  status: apiKeyStatus,
  createdByName: z.string().nullable(),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  ...apiKeyRouting.shape,
});
export type ApiKeyView = z.infer<typeof apiKeyView>;

export const createApiKeyInput = z.strictObject({
  name: displayName,
  /** Never above the creator's own. */
  role: role.default("developer"),
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(90),
  ...apiKeyRouting.partial().shape,
});
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;

/** The only time the whole key is seen. */
export const createApiKeyResult = z.object({ apiKey: apiKeyView, secret: z.string() });
export type CreateApiKeyResult = z.infer<typeof createApiKeyResult>;

/** What is left out stays; the secret and the role never change. */
export const updateApiKeyInput = z.strictObject({
  id: z.uuid(),
  name: displayName.optional(),
  ...apiKeyRouting.partial().shape,
});
export type UpdateApiKeyInput = z.infer<typeof updateApiKeyInput>;

export const revokeApiKeyInput = z.strictObject({ id: z.uuid() });

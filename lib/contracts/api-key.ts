import { z } from "zod";
import { displayName } from "./display-name";
import { role } from "./permissions";

/** `sk-sluice-<public id, 12 characters>-<secret, 43 characters>`, base 62. */
export const API_KEY_PATTERN = /^sk-sluice-([0-9A-Za-z]{12})-([0-9A-Za-z]{43})$/;

export const apiKeyStatus = z.enum(["active", "expired", "revoked"]);

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
});
export type ApiKeyView = z.infer<typeof apiKeyView>;

export const createApiKeyInput = z.strictObject({
  name: displayName,
  /** Never above the creator's own. */
  role: role.default("developer"),
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(90),
});
export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;

/** The only time the whole key is seen. */
export const createApiKeyResult = z.object({ apiKey: apiKeyView, secret: z.string() });
export type CreateApiKeyResult = z.infer<typeof createApiKeyResult>;

export const revokeApiKeyInput = z.strictObject({ id: z.uuid() });

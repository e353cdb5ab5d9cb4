import { z } from "zod";
import { modelType } from "./model-type";

/** A text in both languages of the console. */
export const localText = z.object({ en: z.string(), zh: z.string() });
export type LocalText = z.infer<typeof localText>;

/** One field of a provider's configuration form; its `name` is also the key in REST's `config` object. */
export const credentialField = z.object({
  name: z.string(),
  kind: z.enum(["secret", "url", "text"]),
  label: localText,
  help: localText.optional(),
  placeholder: z.string().optional(),
  isRequired: z.boolean(),
});
export type CredentialField = z.infer<typeof credentialField>;

/** A provider as the catalog shows it, whether or not the tenant has configured it. */
export const providerView = z.object({
  id: z.string(),
  label: localText,
  description: localText,
  website: z.string(),
  keyUrl: z.string().nullable(),
  defaultBaseUrl: z.string().nullable(),
  isSelfHosted: z.boolean(),
  isLocal: z.boolean(),
  fields: z.array(credentialField),
  modelTypes: z.array(modelType),
});
export type ProviderView = z.infer<typeof providerView>;

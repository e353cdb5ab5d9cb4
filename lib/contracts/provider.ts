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
  /** A secret that may also be a JSON document of many lines, as vendors hand out key files. */
  isMultiline: z.boolean().optional(),
});
export type CredentialField = z.infer<typeof credentialField>;

/** Who makes the models, who runs them for one's account, who runs models of others, one's own servers, and what needs no network. */
export const PROVIDER_GROUPS = ["vendor", "cloud", "host", "self_hosted", "built_in"] as const;
export const providerGroup = z.enum(PROVIDER_GROUPS);
export type ProviderGroup = z.infer<typeof providerGroup>;

/** A provider as the catalog shows it, whether or not the tenant has configured it. */
export const providerView = z.object({
  id: z.string(),
  group: providerGroup,
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

/** The longest value of one field of a provider's form. */
export const MAX_FIELD_CHARACTERS = 4096;

/** What has been typed of a provider's form so far, without its secrets. */
export const previewUrlInput = z.strictObject({
  provider: z.string().min(1).max(64),
  values: z.record(z.string().max(64), z.string().max(MAX_FIELD_CHARACTERS)),
});

/** Where a first request would go, with `{model}` where the model's id stands; null while the form does not say yet. */
export const previewUrlResult = z.object({ url: z.string().nullable() });

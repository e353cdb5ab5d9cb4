import { z } from "zod";
import { detectVariables, MAX_TEMPLATE_CHARACTERS, MAX_VARIABLES } from "@/lib/prompt-template";

const MAX_OVERRIDES = 20;
const MAX_VALUE_CHARACTERS = 400_000;

export const templateName = z.string().trim().min(1).max(255);
const promptText = z
  .string()
  .min(1)
  .max(MAX_TEMPLATE_CHARACTERS)
  .refine((text) => detectVariables(text).length <= MAX_VARIABLES, `at most ${MAX_VARIABLES} variables`);
const modelOverrides = z
  .record(z.string().min(1).max(300), promptText)
  .refine((texts) => Object.keys(texts).length <= MAX_OVERRIDES, `at most ${MAX_OVERRIDES} models`);

/** One version of a template, without its texts. */
export const templateSummary = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  taskType: z.string(),
  variables: z.array(z.string()),
  isPublic: z.boolean(),
  /** False for a public one of another organization, which can only be read. */
  isOwn: z.boolean(),
  version: z.number().int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type TemplateSummary = z.infer<typeof templateSummary>;

export const templateView = templateSummary.extend({
  template: z.string(),
  /** Another text by model id. */
  modelOverrides: z.record(z.string(), z.string()),
});
export type TemplateView = z.infer<typeof templateView>;

export const listTemplatesInput = z.strictObject({
  taskType: z.string().trim().min(1).max(100).optional(),
  /** Of this name, every version; otherwise the latest of each name. */
  versionsOf: templateName.optional(),
});
export type ListTemplatesInput = z.infer<typeof listTemplatesInput>;
export const templateIdInput = z.strictObject({ id: z.uuid() });
export const setTemplatePublicInput = z.strictObject({ id: z.uuid(), isPublic: z.boolean() });
export const templateNameInput = z.strictObject({ name: templateName });

export const createTemplateInput = z.strictObject({
  name: templateName,
  description: z.string().trim().max(1_000).default(""),
  taskType: z.string().trim().min(1).max(100),
  template: promptText,
  modelOverrides: modelOverrides.default({}),
});
export type CreateTemplateInput = z.infer<typeof createTemplateInput>;

/** `baseVersion` is the one that was edited: where a newer one exists, nothing is saved. */
export const saveTemplateVersionInput = createTemplateInput.extend({ baseVersion: z.number().int().positive() });
export type SaveTemplateVersionInput = z.infer<typeof saveTemplateVersionInput>;

export const templateValues = z.record(
  z.string().max(100),
  z.union([z.string().max(MAX_VALUE_CHARACTERS), z.number(), z.boolean()]),
);
export const renderTemplateInput = z.strictObject({
  templateId: z.uuid(),
  variables: templateValues.default({}),
  /** Chooses this model's own text, where the template has one. */
  model: z.string().min(1).max(300).optional(),
});
export type RenderTemplateInput = z.infer<typeof renderTemplateInput>;
export const renderedTemplate = z.object({ rendered: z.string(), warnings: z.array(z.string()) });

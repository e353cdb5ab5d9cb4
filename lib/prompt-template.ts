import { AppError } from "./contracts/errors";
import { lookUp } from "./look-up";

export const MAX_TEMPLATE_CHARACTERS = 100_000;
export const MAX_VARIABLES = 100;
/** Of the text that comes out: a template may name a long value many times. */
export const MAX_RENDERED_CHARACTERS = 1_000_000;

/** `{{name}}`, spaces allowed inside; letters of any script. Bounded, so that no text makes it slow. */
const PLACEHOLDER = /\{\{[ \t]{0,8}([\p{L}_][\p{L}\p{N}_.-]{0,63})[ \t]{0,8}\}\}/gu;

export interface PromptTexts {
  template: string;
  /** Another text by model id. */
  modelOverrides: Readonly<Record<string, string>>;
}

export type TemplateValues = Readonly<Record<string, string | number | boolean>>;

export interface RenderedTemplate {
  rendered: string;
  /** Values that the text has no place for, as sentences. */
  warnings: string[];
}

/** The names of the variables in texts, each once, in the order in which they first stand there. */
export function detectVariables(...texts: string[]): string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].flatMap(([, name]) => name ?? [])))];
}

/** The text for a model, named as `model` or `provider/model`; the general one where it has none of its own. */
export function chooseText({ template, modelOverrides }: PromptTexts, model?: string): string {
  if (model === undefined) return template;
  const bare = model.slice(model.indexOf("/") + 1);
  return lookUp(modelOverrides, model) ?? lookUp(modelOverrides, bare) ?? template;
}

/**
 * Puts the values into the text, once and as they are: what looks like a variable or a pattern within a value stays text.
 * Throws `invalid_request` that names the variables without a value, and `request_too_large`.
 */
export function renderText(text: string, values: TemplateValues): RenderedTemplate {
  const names = detectVariables(text);
  const missing = names.filter((name) => lookUp(values, name) === undefined);
  if (missing.length > 0) {
    throw new AppError("invalid_request", `The template needs a value for ${missing.join(", ")}.`, {
      param: `variables.${missing[0]}`,
      fields: Object.fromEntries(missing.map((name) => [`variables.${name}`, "The template needs a value for this."])),
    });
  }
  const textOf = (name: string) => String(lookUp(values, name));
  let size = text.length;
  for (const [placeholder, name = ""] of text.matchAll(PLACEHOLDER)) size += textOf(name).length - placeholder.length;
  if (size > MAX_RENDERED_CHARACTERS) {
    throw new AppError(
      "request_too_large",
      `The rendered text would have ${size} characters; ${MAX_RENDERED_CHARACTERS} are the most.`,
    );
  }
  // By a function: in a replacement given as text, "$&" would mean something.
  const rendered = text.replace(PLACEHOLDER, (_placeholder, name: string) => textOf(name));
  const warnings = Object.keys(values)
    .filter((name) => !names.includes(name))
    .map((name) => `The template has no variable "${name}".`);
  return { rendered, warnings };
}

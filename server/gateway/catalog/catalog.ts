import { anthropic } from "./data/anthropic";
import { cohere } from "./data/cohere";
import { deepseek } from "./data/deepseek";
import { google } from "./data/google";
import { groq } from "./data/groq";
import { jina } from "./data/jina";
import { mistral } from "./data/mistral";
import { openai } from "./data/openai";
import { openrouter } from "./data/openrouter";
import { sandbox } from "./data/sandbox";
import { siliconflow } from "./data/siliconflow";
import { together } from "./data/together";
import { xai } from "./data/xai";
import type { CatalogModel, CatalogProvider } from "./define-catalog";

const PARTS = [
  openai,
  anthropic,
  google,
  xai,
  deepseek,
  mistral,
  openrouter,
  groq,
  together,
  cohere,
  jina,
  siliconflow,
  sandbox,
];

/** The providers Sluice knows from the start. */
export const CATALOG_PROVIDERS: readonly CatalogProvider[] = PARTS.map((part) => part.provider);

/** Their models with prices, limits and abilities: what a fresh database is filled with. */
export const CATALOG_MODELS: readonly CatalogModel[] = PARTS.flatMap((part) => part.models);

import { anthropic } from "./data/anthropic";
import { bedrock } from "./data/bedrock";
import { cohere } from "./data/cohere";
import { dashscope } from "./data/dashscope";
import { deepseek } from "./data/deepseek";
import { fireworks } from "./data/fireworks";
import { google } from "./data/google";
import { groq } from "./data/groq";
import { jina } from "./data/jina";
import { llama } from "./data/llama";
import { mistral } from "./data/mistral";
import { moonshot } from "./data/moonshot";
import { openai } from "./data/openai";
import { openrouter } from "./data/openrouter";
import { sandbox } from "./data/sandbox";
import { siliconflow } from "./data/siliconflow";
import { together } from "./data/together";
import { vertex } from "./data/vertex";
import { xai } from "./data/xai";
import { zhipu } from "./data/zhipu";
import type { CatalogModel, CatalogProvider } from "./define-catalog";

const PARTS = [
  openai,
  anthropic,
  google,
  xai,
  deepseek,
  mistral,
  llama,
  moonshot,
  zhipu,
  dashscope,
  bedrock,
  vertex,
  openrouter,
  groq,
  together,
  fireworks,
  cohere,
  jina,
  siliconflow,
  sandbox,
];

/** The providers Sluice knows from the start. */
export const CATALOG_PROVIDERS: readonly CatalogProvider[] = PARTS.map((part) => part.provider);

/** Their models with prices, limits and abilities: what a fresh database is filled with. */
export const CATALOG_MODELS: readonly CatalogModel[] = PARTS.flatMap((part) => part.models);

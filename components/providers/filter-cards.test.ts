import { describe, expect, it } from "vitest";
import type { ProviderGroup, ProviderView } from "@/lib/contracts/provider";
import type { ProviderCard } from "@/lib/contracts/provider-config";
import { type CardFilter, filterCards } from "./filter-cards";

const all: CardFilter = { search: "", type: null, group: null };

function card(id: string, group: ProviderGroup, fields: Partial<ProviderView> = {}): ProviderCard {
  const provider: ProviderView = {
    id,
    group,
    label: { en: id, zh: id },
    description: { en: "", zh: "" },
    website: "",
    keyUrl: null,
    defaultBaseUrl: null,
    isSelfHosted: false,
    isLocal: false,
    fields: [],
    modelTypes: ["llm"],
    ...fields,
  };
  return { provider, configs: [] };
}

const CARDS = [
  card("openai", "vendor", { modelTypes: ["llm", "tts"] }),
  card("ollama", "self_hosted"),
  card("dashscope", "vendor", {
    label: { en: "Alibaba Cloud (Qwen)", zh: "阿里云百炼（通义千问）" },
    description: { en: "Chat and reranking", zh: "对话与重排序" },
  }),
  card("bedrock", "cloud"),
];

const idsOf = (filter: Partial<CardFilter>) =>
  filterCards(CARDS, { ...all, ...filter }).gallery.flatMap(({ providers }) => providers.map(({ id }) => id));

describe("the gallery of providers", () => {
  it("stands by kind, in the order given within each, without kinds that are empty", () => {
    expect(filterCards(CARDS, all).gallery.map(({ group }) => group)).toEqual(["vendor", "cloud", "self_hosted"]);
    expect(idsOf({})).toEqual(["openai", "dashscope", "bedrock", "ollama"]);
  });

  it.each(["qwen", "千问", "ALIBABA rerank", "dashscope"])("is found by %s, whichever language is shown", (search) =>
    expect(idsOf({ search })).toEqual(["dashscope"]),
  );

  it("narrows to a kind and to a type of model", () => {
    expect(idsOf({ group: "self_hosted" })).toEqual(["ollama"]);
    expect(idsOf({ type: "tts" })).toEqual(["openai"]);
  });
});

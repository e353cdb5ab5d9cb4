"use client";

import { AudioLines, Binary, ListOrdered, type LucideIcon, MessagesSquare, Mic } from "lucide-react";
import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Denied } from "@/components/shared/denied";
import { PageHeader } from "@/components/shared/page-header";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { usePermission } from "@/components/shared/use-permission";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { MODEL_TYPES, type ModelType, modelType } from "@/lib/contracts/model-type";
import { ChatPanel } from "./chat-panel";
import { EmbeddingPanel } from "./embedding-panel";
import { ModelGate } from "./model-gate";
import { PanelSkeleton } from "./panel-skeleton";
import { playgroundSearch } from "./playground-search";
import { RerankPanel } from "./rerank-panel";
import { SpeechPanel } from "./speech-panel";
import { TranscriptionPanel } from "./transcription-panel";

const ICONS: Record<ModelType, LucideIcon> = {
  llm: MessagesSquare,
  text_embedding: Binary,
  rerank: ListOrdered,
  tts: AudioLines,
  speech_to_text: Mic,
};

const PANELS: Record<ModelType, () => ReactNode> = {
  llm: ChatPanel,
  text_embedding: EmbeddingPanel,
  rerank: RerankPanel,
  tts: SpeechPanel,
  speech_to_text: TranscriptionPanel,
};

/** Try each type of model as an application would: same route, same limits, same ledger. */
export function PlaygroundView() {
  const t = useTranslations("playground");
  const { isAllowed } = usePermission("gateway.call");
  const [{ tab }, setSearch] = useQueryStates(playgroundSearch);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {isAllowed ? (
        <Tabs value={tab} onValueChange={(value) => setSearch({ tab: modelType.parse(value), model: null })}>
          <TabsList aria-label={t("tabsLabel")}>
            {MODEL_TYPES.map((type) => {
              const Icon = ICONS[type];
              return (
                <TabsTrigger key={type} value={type}>
                  <Icon aria-hidden />
                  {t(`tabs.${type}`)}
                </TabsTrigger>
              );
            })}
          </TabsList>
          {MODEL_TYPES.map((type) => {
            const Panel = PANELS[type];
            return (
              // Kept while another tab shows, so that nothing typed and no answer is lost.
              <TabsContent key={type} value={type} forceMount className="data-[state=inactive]:hidden">
                <QueryBoundary fallback={<PanelSkeleton />}>
                  <ModelGate type={type}>
                    <Panel />
                  </ModelGate>
                </QueryBoundary>
              </TabsContent>
            );
          })}
        </Tabs>
      ) : (
        <Denied permission="gateway.call" />
      )}
    </>
  );
}

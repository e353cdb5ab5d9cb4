import { ArrowDownWideNarrow, AudioLines, type LucideIcon, MessageSquareText, Mic, Waypoints } from "lucide-react";
import { cn } from "@/lib/cn";
import type { ModelType } from "@/lib/contracts/model-type";

const ICONS: Record<ModelType, LucideIcon> = {
  llm: MessageSquareText,
  text_embedding: Waypoints,
  rerank: ArrowDownWideNarrow,
  tts: AudioLines,
  speech_to_text: Mic,
};

/** A model type's picture. The type's name always stands beside it. */
export function ModelTypeIcon({ type, className }: { type: ModelType; className?: string }) {
  const Icon = ICONS[type];
  return <Icon aria-hidden className={cn("size-4 shrink-0 text-muted-foreground", className)} />;
}

"use client";

import { Brain, Eye, type LucideIcon, Radio, Wrench } from "lucide-react";
import { useTranslations } from "use-intl";
import type { TenantModelView } from "@/lib/contracts/tenant-model";
import type { Messages } from "@/lib/i18n/messages";

type Feature = Exclude<keyof Messages["models"]["features"], "none">;

const FEATURES: { name: Feature; icon: LucideIcon; has: (model: TenantModelView) => boolean }[] = [
  { name: "streaming", icon: Radio, has: (model) => model.supportsStreaming },
  { name: "tools", icon: Wrench, has: (model) => model.supportsFunctionCalling },
  { name: "vision", icon: Eye, has: (model) => model.supportsVision },
  { name: "reasoning", icon: Brain, has: (model) => model.supportsReasoning },
];

/** What an LLM can do, as named pictures. Other types have none of these. */
export function ModelFeatures({ model }: { model: TenantModelView }) {
  const t = useTranslations("models.features");
  const held = model.type === "llm" ? FEATURES.filter(({ has }) => has(model)) : [];
  if (held.length === 0) return null;
  return (
    <ul className="flex gap-1">
      {held.map(({ name, icon: Icon }) => (
        <li key={name} title={t(name)} className="flex size-5 items-center justify-center text-muted-foreground">
          <Icon className="size-3.5" aria-hidden />
          <span className="sr-only">{t(name)}</span>
        </li>
      ))}
    </ul>
  );
}

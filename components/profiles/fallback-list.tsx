"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { fromOption, toOption } from "@/components/configuration/target-options";
import { Button } from "@/components/ui/button";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import type { Fallback } from "@/lib/contracts/profile";

const PROFILE = "profile:";

export function nameOfFallback(next: Fallback): string {
  return "profile" in next ? `${PROFILE}${next.profile}` : toOption(next);
}

export interface FallbackListProps {
  fallbacks: readonly Fallback[];
  onChange: (fallbacks: Fallback[]) => void;
  targets: readonly string[];
  /** Other profiles. */
  profiles: readonly string[];
}

/** Who stands in, in order; moved by buttons, so that no one has to drag. */
export function FallbackList({ fallbacks, onChange, targets, profiles }: FallbackListProps) {
  const t = useTranslations("configuration.profiles");
  const swap = (from: number, to: number) => {
    const next = [...fallbacks];
    const [moved] = next.splice(from, 1);
    if (moved) next.splice(to, 0, moved);
    onChange(next);
  };
  const chosen = new Set(fallbacks.map(nameOfFallback));
  const options = [...profiles.map((name) => `${PROFILE}${name}`), ...targets].filter((each) => !chosen.has(each));
  const add = (option: string) =>
    onChange([
      ...fallbacks,
      option.startsWith(PROFILE) ? { profile: option.slice(PROFILE.length) } : fromOption(option),
    ]);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1.5 text-[13px] font-medium">{t("fallbacks")}</legend>
      {fallbacks.length > 0 ? (
        <ol className="flex flex-col divide-y rounded-md border">
          {fallbacks.map((next, index) => {
            const name = nameOfFallback(next);
            return (
              <li key={name} className="flex items-center gap-1 px-2 py-1">
                <span className="min-w-0 flex-1 truncate font-mono text-xs">{name}</span>
                <Button
                  type="button"
                  variant="ghost"
                  size="icon"
                  disabled={index === 0}
                  aria-label={t("moveUp", { name })}
                  onClick={() => swap(index, index - 1)}
                >
                  <ArrowUp aria-hidden />
                </Button>
                <Button
                  type="button"
                  variant="ghost"
                  size="icon"
                  disabled={index === fallbacks.length - 1}
                  aria-label={t("moveDown", { name })}
                  onClick={() => swap(index, index + 1)}
                >
                  <ArrowDown aria-hidden />
                </Button>
                <Button
                  type="button"
                  variant="ghost"
                  size="icon"
                  aria-label={t("removeFallback", { name })}
                  onClick={() => onChange(fallbacks.filter((_, at) => at !== index))}
                >
                  <X aria-hidden />
                </Button>
              </li>
            );
          })}
        </ol>
      ) : null}
      <Select key={fallbacks.length} onValueChange={add}>
        <SelectTrigger aria-label={t("addFallback")}>
          <SelectValue placeholder={t("addFallback")} />
        </SelectTrigger>
        <SelectContent>
          {options.map((option) => (
            <SelectItem key={option} value={option}>
              {option}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </fieldset>
  );
}

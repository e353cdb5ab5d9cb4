"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";

import { nextLocalId } from "./local-id";

export interface TextEntry {
  id: string;
  text: string;
}

export const toEntries = (texts: string[]): TextEntry[] => texts.map((text) => ({ id: nextLocalId(), text }));

/** What is to be sent: texts that hold more than blanks. */
export const filledTexts = (entries: TextEntry[]): string[] =>
  entries.map((entry) => entry.text).filter((text) => text.trim() !== "");

interface TextListProps {
  label: string;
  /** "Text 3" for screen readers and the remove button. */
  nameOf: (number: number) => string;
  addLabel: string;
  entries: TextEntry[];
  onChange: (entries: TextEntry[]) => void;
  minimum: number;
  maximum: number;
}

/** Several texts, one field each. */
export function TextList({ label, nameOf, addLabel, entries, onChange, minimum, maximum }: TextListProps) {
  const t = useTranslations("playground");
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="pb-1.5 text-[13px] leading-5 font-medium">{label}</legend>
      {entries.map((entry, index) => (
        <div key={entry.id} className="flex items-start gap-1.5">
          <span className="w-5 pt-2 text-right text-xs text-muted-foreground tabular-nums" aria-hidden>
            {index + 1}
          </span>
          <Textarea
            aria-label={nameOf(index + 1)}
            value={entry.text}
            onChange={({ target }) =>
              onChange(entries.map((each) => (each.id === entry.id ? { ...each, text: target.value } : each)))
            }
            className="field-sizing-content max-h-48 min-h-9 resize-y py-1.5"
          />
          <Button
            variant="ghost"
            size="icon"
            disabled={entries.length <= minimum}
            aria-label={t("remove", { name: nameOf(index + 1) })}
            title={t("remove", { name: nameOf(index + 1) })}
            onClick={() => onChange(entries.filter((each) => each.id !== entry.id))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <Button
        variant="outline"
        size="sm"
        className="ml-6.5 w-fit"
        disabled={entries.length >= maximum}
        onClick={() => onChange([...entries, ...toEntries([""])])}
      >
        <Plus aria-hidden />
        {addLabel}
      </Button>
    </fieldset>
  );
}

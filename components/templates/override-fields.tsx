"use client";

import { Plus } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";

/** A model's own text while it is being written; `key` stays as the model's name changes. */
export interface OverrideText {
  key: number;
  model: string;
  text: string;
}

export function toOverrideTexts(overrides: Readonly<Record<string, string>>): OverrideText[] {
  return Object.entries(overrides).map(([model, text], key) => ({ key, model, text }));
}

/** A row of which nothing has been filled in is none. */
export function toOverrides(texts: readonly OverrideText[]): Record<string, string> {
  return Object.fromEntries(
    texts.filter(({ model, text }) => model.trim() || text).map(({ model, text }) => [model.trim(), text]),
  );
}

export interface OverrideFieldsProps {
  overrides: OverrideText[];
  onChange: (overrides: OverrideText[]) => void;
}

export function OverrideFields({ overrides, onChange }: OverrideFieldsProps) {
  const t = useTranslations("templates");
  const id = useId();
  const change = (key: number, fields: Partial<OverrideText>) =>
    onChange(overrides.map((each) => (each.key === key ? { ...each, ...fields } : each)));
  const add = () =>
    onChange([...overrides, { key: Math.max(-1, ...overrides.map(({ key }) => key)) + 1, model: "", text: "" }]);
  return (
    <div className="flex flex-col gap-3">
      {overrides.map(({ key, model, text }) => (
        <fieldset key={key} className="flex flex-col gap-3 rounded-md border p-3">
          <legend className="px-1 text-xs text-muted-foreground">{t("ownText")}</legend>
          <div className="flex items-end gap-2">
            <div className="flex min-w-0 flex-1 flex-col gap-1.5">
              <Label htmlFor={`${id}-model-${key}`}>{t("model")}</Label>
              <Input
                id={`${id}-model-${key}`}
                value={model}
                autoComplete="off"
                onChange={(event) => change(key, { model: event.target.value })}
              />
            </div>
            <Button
              type="button"
              variant="outline"
              onClick={() => onChange(overrides.filter((each) => each.key !== key))}
            >
              {t("removeOwnText")}
            </Button>
          </div>
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={`${id}-text-${key}`}>{t("text")}</Label>
            <Textarea
              id={`${id}-text-${key}`}
              rows={4}
              className="font-mono text-xs"
              value={text}
              onChange={(event) => change(key, { text: event.target.value })}
            />
          </div>
        </fieldset>
      ))}
      <div>
        <Button type="button" variant="outline" size="sm" onClick={add}>
          <Plus aria-hidden />
          {t("addOwnText")}
        </Button>
      </div>
    </div>
  );
}

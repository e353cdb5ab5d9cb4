"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { chooseText, detectVariables, type PromptTexts, renderText } from "@/lib/prompt-template";

const GENERAL = "*";

/** The text as it would be sent, while it is being written: a field for each variable, and what comes out. */
export function TemplatePreview({ texts }: { texts: PromptTexts }) {
  const t = useTranslations("templates");
  const id = useId();
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const [chosen, setChosen] = useState(GENERAL);
  const models = Object.keys(texts.modelOverrides);
  const model = models.includes(chosen) ? chosen : GENERAL;
  const text = chooseText(texts, model === GENERAL ? undefined : model);
  const variables = detectVariables(text);
  const given = Object.fromEntries(variables.map((name) => [name, values.get(name) || `{{${name}}}`]));
  return (
    <section aria-label={t("preview")} className="flex flex-col gap-3 rounded-md border p-3">
      <h3 className="text-[13px] font-semibold">{t("preview")}</h3>
      {models.length > 0 ? (
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-model`}>{t("forModel")}</Label>
          <Select value={model} onValueChange={setChosen}>
            <SelectTrigger id={`${id}-model`}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              <SelectItem value={GENERAL}>{t("everyModel")}</SelectItem>
              {models.map((each) => (
                <SelectItem key={each} value={each}>
                  {each}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </div>
      ) : null}
      {variables.length === 0 ? (
        <p className="text-[13px] text-muted-foreground">{t("noVariables")}</p>
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          {variables.map((name) => (
            <div key={name} className="flex flex-col gap-1.5">
              <Label htmlFor={`${id}-${name}`} className="font-mono text-xs">
                {name}
              </Label>
              <Input
                id={`${id}-${name}`}
                value={values.get(name) ?? ""}
                autoComplete="off"
                onChange={(event) => setValues(new Map(values).set(name, event.target.value))}
              />
            </div>
          ))}
        </div>
      )}
      <p className="max-h-60 overflow-y-auto text-[13px] break-words whitespace-pre-wrap">{rendered(text, given)}</p>
    </section>
  );
}

/** Too long to render is the only way in which it can fail here; the text itself then stands for it. */
function rendered(text: string, values: Record<string, string>): string {
  try {
    return renderText(text, values).rendered;
  } catch {
    return text;
  }
}

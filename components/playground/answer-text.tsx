"use client";

import { useTranslations } from "use-intl";
import { CodeBlock } from "@/components/shared/code-block";
import { splitFences } from "./split-fences";

/** A model's words as text; only code fences are set apart. Nothing of it is ever taken as markup. */
export function AnswerText({ text }: { text: string }) {
  const t = useTranslations("playground.chat");
  return (
    <div className="flex flex-col gap-2">
      {splitFences(text).map((segment, index) => {
        const key = `${index}-${segment.kind}`;
        if (segment.kind === "text") {
          return (
            <p key={key} className="text-sm leading-6 break-words whitespace-pre-wrap">
              {segment.text}
            </p>
          );
        }
        return <CodeBlock key={key} code={segment.text} label={segment.language || t("codeBlock")} />;
      })}
    </div>
  );
}

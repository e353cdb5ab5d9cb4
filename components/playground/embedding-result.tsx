"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { PlaygroundEmbedResult } from "@/lib/contracts/playground";

const SHOWN_VALUES = 6;

/** The vectors' beginnings, and how near the texts are to one another. */
export function EmbeddingResult({ texts, result }: { texts: string[]; result: PlaygroundEmbedResult }) {
  const t = useTranslations("playground.embedding");
  const format = useFormatter();
  const fixed = (value: number, digits: number) =>
    format.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const rows = texts.map((text, index) => ({
    number: index + 1,
    text,
    vector: result.preview[index] ?? [],
    similarities: texts.map((_, other) => ({ number: other + 1, value: result.similarity[index]?.[other] ?? 0 })),
  }));
  return (
    <>
      <p className="text-[13px] font-medium">
        {t("summary", { count: result.preview.length, dimensions: result.dimensions })}
      </p>
      <ol className="flex flex-col gap-1.5">
        {rows.map(({ number, text, vector }) => (
          <li key={number} className="flex min-w-0 flex-col">
            <span className="truncate text-xs text-muted-foreground">
              {t("text", { number })}: {text}
            </span>
            <code className="truncate font-mono text-xs">
              [
              {vector
                .slice(0, SHOWN_VALUES)
                .map((value) => fixed(value, 4))
                .join(", ")}
              , …]
            </code>
          </li>
        ))}
      </ol>
      {texts.length > 1 ? (
        <div className="flex w-fit max-w-full flex-col gap-1.5">
          <h2 className="text-[13px] font-medium">{t("similarity")}</h2>
          <Table aria-label={t("similarity")} className="w-auto">
            <TableHeader>
              <TableRow>
                <TableHead>
                  <span className="sr-only">{t("textColumn")}</span>
                </TableHead>
                {rows.map(({ number, text }) => (
                  <TableHead key={number} className="text-center" title={text}>
                    {number}
                  </TableHead>
                ))}
              </TableRow>
            </TableHeader>
            <TableBody>
              {rows.map(({ number, text, similarities }) => (
                <TableRow key={number}>
                  <TableHead scope="row" className="max-w-64 truncate" title={text}>
                    {number}. {text}
                  </TableHead>
                  {similarities.map((other) => (
                    <TableCell
                      key={other.number}
                      className="min-w-16 text-center font-mono text-xs"
                      style={{
                        backgroundColor: `color-mix(in oklch, var(--primary) ${Math.round(Math.max(0, other.value) * 45)}%, transparent)`,
                      }}
                    >
                      {fixed(other.value, 3)}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
          <p className="text-xs text-muted-foreground">{t("similarityHint")}</p>
        </div>
      ) : null}
    </>
  );
}

"use client";

import { useTranslations } from "use-intl";
import { Money } from "@/components/shared/money";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { RouteTrace } from "@/lib/contracts/request";
import type { RouteAnswer } from "@/lib/contracts/route-question";

/** Where a call would go, who else could serve it and why not, and what would flip the choice. */
export function RouteAnswerView({ answer }: { answer: RouteAnswer }) {
  const t = useTranslations("routing");
  return (
    <div className="flex flex-col gap-4">
      {answer.error ? (
        <p role="alert" className="text-[13px] text-danger">
          <code className="font-mono">{answer.error.code}</code> {answer.error.message}
        </p>
      ) : null}
      {answer.trace ? <CandidatesTable trace={answer.trace} projections={answer.projections} /> : null}
      <section aria-label={t("flips")} className="flex flex-col gap-2">
        <h3 className="text-sm font-semibold">{t("flips")}</h3>
        <FlipList flips={answer.flips} />
      </section>
    </div>
  );
}

export function FlipList({ flips }: { flips: RouteAnswer["flips"] }) {
  const t = useTranslations("routing");
  if (flips.length === 0) return <p className="text-[13px] text-muted-foreground">{t("noFlips")}</p>;
  return (
    <ul className="flex flex-col gap-1 text-[13px]">
      {flips.map((flip) => (
        <li key={`${flip.kind} ${flip.model} ${flip.from} ${flip.to}`}>
          {t(`flipKinds.${flip.kind}`, { from: flip.from, to: flip.to })} →{" "}
          <span className="font-mono text-xs">{flip.model}</span> · {flip.providerConfigName}
        </li>
      ))}
    </ul>
  );
}

export interface CandidatesTableProps {
  trace: RouteTrace;
  projections?: RouteAnswer["projections"];
}

/** Score bars with their figures beside them, and for each candidate why it was not chosen. */
export function CandidatesTable({ trace, projections = [] }: CandidatesTableProps) {
  const t = useTranslations("routing");
  const scores = trace.candidates.flatMap(({ score }) => (score === undefined ? [] : [score]));
  const [lowest, highest] = [Math.min(...scores, 0), Math.max(...scores, 0)];
  const omitted = Object.entries(trace.omitted ?? {}).map(([code, count]) => `${count} × ${code}`);
  return (
    <>
      <Table aria-label={t("candidates")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("model")}</TableHead>
            <TableHead>{t("provider")}</TableHead>
            <TableHead>{t("outcome")}</TableHead>
            <TableHead>{t("score")}</TableHead>
            {projections.length > 0 ? <TableHead>{t("cost")}</TableHead> : null}
            <TableHead>{t("why")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {trace.candidates.map((candidate) => {
            const { score, parts } = candidate;
            const projection = projections.find(
              (each) => each.model === candidate.model && each.providerConfigId === candidate.providerConfigId,
            );
            return (
              <TableRow key={`${candidate.providerConfigId} ${candidate.model}`}>
                <TableCell className="font-mono text-xs">{candidate.model}</TableCell>
                <TableCell>{candidate.providerConfigName}</TableCell>
                <TableCell>{t(`outcomes.${candidate.outcome}`)}</TableCell>
                <TableCell className="tabular-nums">
                  {score === undefined ? null : (
                    <span className="flex flex-col gap-1">
                      {points(score)}
                      <span aria-hidden className="h-1.5 w-24 rounded-sm bg-secondary">
                        <span
                          className="block h-full rounded-sm bg-primary"
                          style={{ width: `${((score - lowest) / Math.max(highest - lowest, 1e-9)) * 100}%` }}
                        />
                      </span>
                    </span>
                  )}
                </TableCell>
                {projections.length > 0 ? (
                  <TableCell>
                    {projection ? (
                      <Money nanoUsd={projection.costNanoUsd ?? "0"} isPriced={projection.costNanoUsd !== null} />
                    ) : null}
                  </TableCell>
                ) : null}
                <TableCell className="text-xs text-muted-foreground whitespace-normal">
                  {candidate.reason ??
                    (parts
                      ? t("parts", {
                          bestFor: points(parts.bestFor),
                          priority: points(parts.priority),
                          cost: points(parts.cost),
                          latency: points(parts.latency),
                        })
                      : null)}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
      {omitted.length > 0 ? (
        <p className="text-xs text-muted-foreground">{t("omitted", { list: omitted.join(", ") })}</p>
      ) : null}
    </>
  );
}

function points(value: number | null): string {
  return value === null ? "–" : `${value >= 0 ? "+" : "−"}${Math.abs(value).toFixed(2)}`;
}

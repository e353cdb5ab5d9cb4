"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { useFormatter, useTranslations } from "use-intl";
import { ChartFrame } from "@/components/shared/chart-frame";
import { ErrorState } from "@/components/shared/error-state";
import { Figure } from "@/components/shared/figure";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useTRPC } from "@/components/trpc/client";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import type { LimitHistory, LimitScopeView } from "@/lib/contracts/rate-limit";

const UNITS = ["requests", "tokens"] as const;
type Unit = (typeof UNITS)[number];

interface LimitHistoryFigureProps {
  scopes: LimitScopeView[];
  scope: LimitScopeView;
  onScope: (scope: LimitScopeView) => void;
}

/** What went through and what was refused, minute by minute, beside the limit. */
export function LimitHistoryFigure({ scopes, scope, onScope }: LimitHistoryFigureProps) {
  const t = useTranslations("limits");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const scopeId = useId();
  const unitId = useId();
  const [unit, setUnit] = useState<Unit>("requests");
  const keyOf = (each: LimitScopeView) => `${each.kind}:${each.scopeId}`;
  const history = useQuery({
    ...trpc.limits.history.queryOptions({ kind: scope.kind, scopeId: scope.scopeId }),
    refetchInterval: 30_000,
  });
  if (history.isPending) return <TableSkeleton label={states("loading")} />;
  if (history.isError) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  const actions = (
    <div className="flex flex-wrap items-center gap-2">
      <Label htmlFor={scopeId} className="sr-only">
        {t("historyOf")}
      </Label>
      <Select
        value={keyOf(scope)}
        onValueChange={(key) => {
          const next = scopes.find((each) => keyOf(each) === key);
          if (next) onScope(next);
        }}
      >
        <SelectTrigger id={scopeId} className="w-52">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {scopes.map((each) => (
            <SelectItem key={keyOf(each)} value={keyOf(each)}>
              {each.name}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <Label htmlFor={unitId} className="sr-only">
        {t("historyUnit")}
      </Label>
      <Select value={unit} onValueChange={(next) => setUnit(UNITS.find((known) => known === next) ?? "requests")}>
        <SelectTrigger id={unitId} className="w-32">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {UNITS.map((name) => (
            <SelectItem key={name} value={name}>
              {t(`units.${name}`)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  );
  return <MinuteFigure history={history.data} scope={scope} unit={unit} actions={actions} />;
}

interface MinuteFigureProps {
  history: LimitHistory;
  scope: LimitScopeView;
  unit: Unit;
  actions: React.ReactNode;
}

function MinuteFigure({ history: { minutes }, scope, unit, actions }: MinuteFigureProps) {
  const t = useTranslations("limits");
  const format = useFormatter();
  const clock = (date: Date) => format.dateTime(date, { hour: "2-digit", minute: "2-digit" });
  const limit = unit === "requests" ? scope.limits.requestsPerMinute : scope.limits.tokensPerMinute;
  const summary = t("historySummary", {
    requests: minutes.reduce((sum, each) => sum + each.requests, 0),
    most: Math.max(0, ...minutes.map((each) => each.requests)),
    refused: minutes.reduce((sum, each) => sum + each.refused, 0),
  });
  const tick = { fill: "var(--muted-foreground)", fontSize: 12 };
  return (
    <Figure
      title={t("history", { name: scope.name })}
      summary={summary}
      actions={actions}
      table={{
        columns: [t("minute"), t(`units.${unit}`), t("refused")],
        rows: minutes.map((each) => ({
          key: each.start.toISOString(),
          cells: [clock(each.start), format.number(each[unit]), format.number(each.refused)],
        })),
      }}
    >
      <ChartFrame className="h-56">
        <LineChart data={minutes} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} title={summary}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis
            dataKey={(each: LimitHistory["minutes"][number]) => clock(each.start)}
            tickLine={false}
            axisLine={{ stroke: "var(--border)" }}
            tick={tick}
            minTickGap={32}
          />
          <YAxis
            width={56}
            tickLine={false}
            axisLine={false}
            allowDecimals={false}
            tick={tick}
            domain={[0, (most: number) => Math.max(most, limit ?? 0, 1)]}
            tickFormatter={(value: number) => format.number(value, { notation: "compact" })}
          />
          <Tooltip
            isAnimationActive={false}
            contentStyle={{ background: "var(--popover)", borderColor: "var(--border)", borderRadius: 8 }}
          />
          {limit === null ? null : (
            <ReferenceLine
              y={limit}
              stroke="var(--danger)"
              strokeDasharray="6 4"
              label={{
                value: t("limitLine"),
                position: "insideTopRight",
                fill: "var(--muted-foreground)",
                fontSize: 12,
              }}
            />
          )}
          <Line
            dataKey={unit}
            name={t("through")}
            stroke="var(--chart-1)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
          {unit === "requests" ? (
            <Line
              dataKey="refused"
              name={t("refused")}
              stroke="var(--danger)"
              strokeWidth={2}
              strokeDasharray="3 3"
              dot={false}
              isAnimationActive={false}
            />
          ) : null}
        </LineChart>
      </ChartFrame>
    </Figure>
  );
}

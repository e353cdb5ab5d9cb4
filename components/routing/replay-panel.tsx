"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { ROUTE_STRATEGIES, type RouteStrategy } from "@/lib/contracts/routing";
import { ReplayCard } from "./replay-card";

const DAY_MS = 86_400_000;
const POLL_MS = 1_000;

/** The last days' requests routed again under other rules, with the cost before and after. */
export function ReplayPanel() {
  const t = useTranslations("routing");
  const id = useId();
  const canWrite = usePermission("routing.write");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [days, setDays] = useState("7");
  const [model, setModel] = useState("");
  const [strategy, setStrategy] = useState<RouteStrategy>("cheapest");
  const { data: replays } = useSuspenseQuery(
    trpc.routing.replays.queryOptions(undefined, {
      refetchInterval: (query) =>
        query.state.data?.some(({ job }) => job?.status === "queued" || job?.status === "running") ? POLL_MS : false,
    }),
  );
  const start = useMutation(
    trpc.routing.startReplay.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.routing.replays.pathFilter()),
    }),
  );

  function replay(event: FormEvent): void {
    event.preventDefault();
    const count = Math.min(Math.max(Math.trunc(Number(days)) || 7, 1), 366);
    const to = new Date();
    start.mutate({
      from: new Date(to.getTime() - count * DAY_MS),
      to,
      strategy,
      byTask: false,
      ...(model.trim() ? { model: model.trim() } : {}),
    });
  }

  return (
    <div className="flex flex-col gap-5">
      <form onSubmit={replay} className="flex flex-wrap items-end gap-4">
        <span className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-days`}>{t("days")}</Label>
          <Input id={`${id}-days`} inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} />
        </span>
        <span className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-strategy`}>{t("strategy")}</Label>
          <Select
            value={strategy}
            onValueChange={(value) => setStrategy(ROUTE_STRATEGIES.find((known) => known === value) ?? strategy)}
          >
            <SelectTrigger id={`${id}-strategy`}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {ROUTE_STRATEGIES.map((each) => (
                <SelectItem key={each} value={each}>
                  {t(`strategies.${each}`)}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </span>
        <span className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-model`}>{t("model")}</Label>
          <Input id={`${id}-model`} value={model} maxLength={365} onChange={(event) => setModel(event.target.value)} />
        </span>
        <GuardedButton type="submit" reason={canWrite.reason} disabled={start.isPending}>
          {t("startReplay")}
        </GuardedButton>
      </form>
      <p className="text-xs text-muted-foreground">{t("replayHelp")}</p>
      {start.isError ? (
        <p role="alert" className="text-[13px] text-danger">
          {errorText(start.error)}
        </p>
      ) : null}
      {replays.length === 0 ? (
        <DataState icon={History} title={t("noReplays")} text={t("noReplaysText")} />
      ) : (
        <ul className="flex flex-col gap-6">
          {replays.map((replay) => (
            <li key={replay.id}>
              <ReplayCard replay={replay} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { ROUTE_STRATEGIES } from "@/lib/contracts/routing";
import { SharesFields } from "./shares-fields";
import { SplitFields } from "./split-fields";
import { WeightsFields } from "./weights-fields";
import { WordList } from "./word-list";

/** How the organization's calls choose. */
export function PolicyForm() {
  const t = useTranslations("routing");
  const id = useId();
  const canWrite = usePermission("routing.write");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(trpc.routing.policy.queryOptions());
  const [policy, setPolicy] = useState(data.policy);
  const save = useMutation(
    trpc.routing.savePolicy.mutationOptions({
      onSuccess: async (view) => {
        queryClient.setQueryData(trpc.routing.policy.queryKey(), view);
        await queryClient.invalidateQueries(trpc.routing.tests.pathFilter());
        toast.success(t("saved"));
      },
    }),
  );
  return (
    <form
      className="flex max-w-3xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ policy, version: data.version });
      }}
    >
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={`${id}-strategy`}>{t("strategy")}</Label>
        <Select
          value={policy.strategy}
          onValueChange={(value) => {
            const strategy = ROUTE_STRATEGIES.find((known) => known === value);
            if (strategy) setPolicy({ ...policy, strategy });
          }}
        >
          <SelectTrigger id={`${id}-strategy`}>
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            {ROUTE_STRATEGIES.map((strategy) => (
              <SelectItem key={strategy} value={strategy}>
                {t(`strategies.${strategy}`)}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      <Toggle
        id={`${id}-auto`}
        isOn={policy.routesAuto}
        onChange={(routesAuto) => setPolicy({ ...policy, routesAuto })}
      >
        {t("routesAuto")}
      </Toggle>
      <Toggle
        id={`${id}-task`}
        isOn={policy.routesByTask}
        onChange={(routesByTask) => setPolicy({ ...policy, routesByTask })}
      >
        {t("routesByTask")}
      </Toggle>
      {policy.strategy === "weighted" ? (
        <SharesFields shares={policy.shares} onChange={(shares) => setPolicy({ ...policy, shares })} />
      ) : null}
      <WeightsFields weights={policy.weights} onChange={(weights) => setPolicy({ ...policy, weights })} />
      <WordList
        label={t("pool")}
        help={t("poolHelp")}
        words={policy.pool}
        onChange={(pool) => setPolicy({ ...policy, pool })}
      />
      <WordList
        label={t("taskTypes")}
        help={t("taskTypesHelp")}
        words={policy.taskTypes}
        onChange={(taskTypes) => setPolicy({ ...policy, taskTypes })}
      />
      <SplitFields splits={policy.splits} onChange={(splits) => setPolicy({ ...policy, splits })} />
      <Toggle
        id={`${id}-blocks`}
        isOn={policy.failingTests === "block"}
        onChange={(isOn) => setPolicy({ ...policy, failingTests: isOn ? "block" : "warn" })}
      >
        {t("blocks")}
      </Toggle>
      {save.isError ? (
        <p role="alert" className="text-[13px] text-danger">
          {errorText(save.error)}
        </p>
      ) : null}
      <span>
        <GuardedButton type="submit" reason={canWrite.reason} disabled={save.isPending}>
          {t("save")}
        </GuardedButton>
      </span>
    </form>
  );
}

interface ToggleProps {
  id: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
}

function Toggle({ id, isOn, onChange, children }: ToggleProps) {
  return (
    <span className="flex items-center gap-3">
      <Switch id={id} checked={isOn} onCheckedChange={onChange} />
      <Label htmlFor={id} className="font-normal">
        {children}
      </Label>
    </span>
  );
}

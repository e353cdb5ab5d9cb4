"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { FaultsNote } from "@/components/configuration/faults-note";
import { GuardedButton } from "@/components/shared/guarded-button";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { Label } from "@/components/ui/label";
import { Textarea } from "@/components/ui/textarea";
import type { ConfigurationFault, ConfigurationPlan } from "@/lib/contracts/configuration";
import { ChangeList } from "./change-list";

/** The configuration as a document: planned first, then applied as a whole. */
export function ConfigurationCode() {
  const t = useTranslations("configuration.effective");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const id = useId();
  const canWrite = usePermission("configuration.write");
  const { data } = useSuspenseQuery(trpc.configuration.export.queryOptions());
  const [document, setDocument] = useState(data.document);
  const plan = useMutation({ mutationFn: () => client.configuration.planDocument.query({ document }) });
  const apply = useMutation({
    mutationFn: () => client.configuration.applyDocument.mutate({ document }),
    onSuccess: async () => {
      plan.reset();
      await queryClient.invalidateQueries();
      toast.success(t("applied"));
    },
  });
  return (
    <div className="flex flex-col gap-3 pt-3">
      <div className="flex flex-col gap-1.5">
        <Label htmlFor={id}>{t("document")}</Label>
        <p id={`${id}-help`} className="text-xs text-muted-foreground">
          {t("documentHelp")}
        </p>
        <Textarea
          id={id}
          rows={18}
          spellCheck={false}
          className="font-mono text-xs"
          aria-describedby={`${id}-help`}
          value={document}
          onChange={(event) => setDocument(event.target.value)}
        />
      </div>
      <FaultsNote error={apply.error ?? plan.error} />
      <div className="flex gap-2">
        <Button variant="outline" isPending={plan.isPending} onClick={() => plan.mutate()}>
          {t("plan")}
        </Button>
        <GuardedButton reason={canWrite.reason} isPending={apply.isPending} onClick={() => apply.mutate()}>
          {t("apply")}
        </GuardedButton>
      </div>
      {plan.data ? <Plan plan={plan.data} /> : null}
    </div>
  );
}

function Plan({ plan: { changes, faults, warnings } }: { plan: ConfigurationPlan }) {
  const t = useTranslations("configuration.effective");
  return (
    <div role="status" className="flex flex-col gap-3 rounded-md border p-3">
      <FaultList title={t("faults")} faults={faults} className="text-danger" />
      <FaultList title={t("warnings")} faults={warnings} className="text-warning" />
      <section className="flex flex-col gap-1">
        <h2 className="text-[13px] font-semibold">{t("changes")}</h2>
        <ChangeList changes={changes} />
      </section>
    </div>
  );
}

function FaultList({ title, faults, className }: { title: string; faults: ConfigurationFault[]; className: string }) {
  if (faults.length === 0) return null;
  return (
    <section className={`flex flex-col gap-1 text-xs ${className}`}>
      <h2 className="text-[13px] font-semibold">{title}</h2>
      <ul className="list-disc space-y-0.5 pl-4">
        {faults.map(({ path, reason }) => (
          <li key={`${path} ${reason}`}>
            <code>{path}</code>: {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}

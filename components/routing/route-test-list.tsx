"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, Route } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { DataState } from "@/components/shared/data-state";
import { GuardedButton } from "@/components/shared/guarded-button";
import { StatusBadge } from "@/components/shared/status-badge";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";

/** What was pinned, and whether it holds by the configuration as it is. */
export function RouteTestList() {
  const t = useTranslations("routing");
  const canWrite = usePermission("routing.write");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(trpc.routing.tests.queryOptions());
  const remove = useMutation(
    trpc.routing.removeTest.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.routing.tests.pathFilter()),
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  if (data.tests.length === 0) return <DataState icon={Route} title={t("noTests")} text={t("noTestsText")} />;
  return (
    <Table aria-label={t("tabs.tests")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("name")}</TableHead>
          <TableHead>{t("expected")}</TableHead>
          <TableHead>{t("found")}</TableHead>
          <TableHead>{t("state")}</TableHead>
          <TableHead>
            <span className="sr-only">{t("actions")}</span>
          </TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {data.tests.map((test) => (
          <TableRow key={test.id}>
            <TableCell>{test.name}</TableCell>
            <TableCell className="font-mono text-xs">{test.expected.model}</TableCell>
            <TableCell className="font-mono text-xs">{test.lastResult?.model ?? t("nobody")}</TableCell>
            <TableCell>
              {test.lastResult?.passed ? (
                <StatusBadge tone="success" icon={CircleCheck}>
                  {t("passed")}
                </StatusBadge>
              ) : (
                <StatusBadge tone="danger" icon={CircleX}>
                  {t("failed")}
                </StatusBadge>
              )}
            </TableCell>
            <TableCell>
              <GuardedButton
                variant="ghost"
                size="sm"
                reason={canWrite.reason}
                aria-label={`${t("remove")}: ${test.name}`}
                onClick={() => remove.mutate({ id: test.id })}
              >
                {t("remove")}
              </GuardedButton>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

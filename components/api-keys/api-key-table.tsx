"use client";

import { Ban, CircleCheck, Clock } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { GuardedButton } from "@/components/shared/guarded-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { useNow } from "@/components/shared/use-now";
import { usePermission } from "@/components/shared/use-permission";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ApiKeyView } from "@/lib/contracts/api-key";
import { RevokeApiKeyDialog } from "./revoke-api-key-dialog";

const SOON_MS = 7 * 24 * 60 * 60 * 1000;

export function ApiKeyTable({ apiKeys }: { apiKeys: ApiKeyView[] }) {
  const t = useTranslations("apiKeys");
  const states = useTranslations("states");
  const canWrite = usePermission("api_keys.write");
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  return (
    <>
      <Table aria-label={t("table")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("name")}</TableHead>
            <TableHead>{t("status")}</TableHead>
            <TableHead>{t("role")}</TableHead>
            <TableHead>{t("lastUsed")}</TableHead>
            <TableHead>{t("expires")}</TableHead>
            <TableHead>{t("created")}</TableHead>
            <TableHead>
              <span className="sr-only">{t("actions")}</span>
            </TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {apiKeys.map((apiKey) => (
            <TableRow key={apiKey.id}>
              <TableCell>
                <div className="max-w-64 truncate font-medium">{apiKey.name}</div>
                <div className="font-mono text-xs text-muted-foreground">{apiKey.hint}</div>
              </TableCell>
              <TableCell>
                <ApiKeyStatus apiKey={apiKey} />
              </TableCell>
              <TableCell>{states(`roles.${apiKey.role}`)}</TableCell>
              <TableCell>
                {apiKey.lastUsedAt ? (
                  <RelativeTime date={apiKey.lastUsedAt} />
                ) : (
                  <span className="text-muted-foreground">{states("never")}</span>
                )}
              </TableCell>
              <TableCell>
                {apiKey.expiresAt ? (
                  <RelativeTime date={apiKey.expiresAt} />
                ) : (
                  <span className="text-muted-foreground">{t("neverExpires")}</span>
                )}
              </TableCell>
              <TableCell>
                <RelativeTime date={apiKey.createdAt} />
                {apiKey.createdByName ? (
                  <div className="text-xs text-muted-foreground">{t("createdBy", { name: apiKey.createdByName })}</div>
                ) : null}
              </TableCell>
              <TableCell className="text-right">
                {apiKey.status === "active" ? (
                  <GuardedButton
                    reason={canWrite.reason}
                    variant="outline"
                    size="sm"
                    aria-label={t("revokeNamed", { name: apiKey.name })}
                    onClick={() => setRevoking(apiKey)}
                  >
                    {t("revoke")}
                  </GuardedButton>
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {revoking ? <RevokeApiKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} /> : null}
    </>
  );
}

function ApiKeyStatus({ apiKey }: { apiKey: ApiKeyView }) {
  const t = useTranslations("apiKeys");
  const now = useNow();
  const label = t(`statuses.${apiKey.status}`);
  if (apiKey.status === "revoked")
    return (
      <StatusBadge tone="neutral" icon={Ban}>
        {label}
      </StatusBadge>
    );
  if (apiKey.status === "expired")
    return (
      <StatusBadge tone="danger" icon={Clock}>
        {label}
      </StatusBadge>
    );
  if (apiKey.expiresAt && apiKey.expiresAt.getTime() - now.getTime() < SOON_MS) {
    return <StatusBadge tone="warning">{t("expiresSoon")}</StatusBadge>;
  }
  return (
    <StatusBadge tone="success" icon={CircleCheck}>
      {label}
    </StatusBadge>
  );
}

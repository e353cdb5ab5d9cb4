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
import { EditApiKeyDialog } from "./edit-api-key-dialog";
import { RevokeApiKeyDialog } from "./revoke-api-key-dialog";

const SOON_MS = 7 * 24 * 60 * 60 * 1000;

export function ApiKeyTable({ apiKeys }: { apiKeys: ApiKeyView[] }) {
  const t = useTranslations("apiKeys");
  const states = useTranslations("states");
  const canWrite = usePermission("api_keys.write");
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const [editing, setEditing] = useState<ApiKeyView | null>(null);
  return (
    <>
      <Table aria-label={t("table")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("name")}</TableHead>
            <TableHead>{t("status")}</TableHead>
            <TableHead>{t("role")}</TableHead>
            <TableHead>{t("routing.column")}</TableHead>
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
              <TableCell className="text-xs whitespace-normal">
                <ApiKeyRoute apiKey={apiKey} />
              </TableCell>
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
                  <span className="flex justify-end gap-1">
                    <GuardedButton
                      reason={canWrite.reason}
                      variant="outline"
                      size="sm"
                      aria-label={t("editNamed", { name: apiKey.name })}
                      onClick={() => setEditing(apiKey)}
                    >
                      {t("edit")}
                    </GuardedButton>
                    <GuardedButton
                      reason={canWrite.reason}
                      variant="outline"
                      size="sm"
                      aria-label={t("revokeNamed", { name: apiKey.name })}
                      onClick={() => setRevoking(apiKey)}
                    >
                      {t("revoke")}
                    </GuardedButton>
                  </span>
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {editing ? <EditApiKeyDialog apiKey={editing} onClose={() => setEditing(null)} /> : null}
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

/** What the key's calls get by default, and how narrow it is. */
function ApiKeyRoute({ apiKey: { defaultProfile, defaultProcessor, allowedModels } }: { apiKey: ApiKeyView }) {
  const t = useTranslations("apiKeys.routing");
  return (
    <ul>
      {defaultProfile ? (
        <li>
          <span className="text-muted-foreground">{t("profile")}</span> {defaultProfile}
        </li>
      ) : null}
      {defaultProcessor ? (
        <li>
          <span className="text-muted-foreground">{t("processor")}</span> {defaultProcessor}
        </li>
      ) : null}
      <li title={allowedModels.join(", ") || undefined} className="text-muted-foreground">
        {allowedModels.length > 0 ? t("allowedCount", { count: allowedModels.length }) : t("allowedAny")}
      </li>
    </ul>
  );
}

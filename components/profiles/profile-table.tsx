"use client";

import { Star, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { CostInterval } from "@/components/configuration/cost-interval";
import { formatSetting } from "@/components/configuration/format-setting";
import { toOption } from "@/components/configuration/target-options";
import { GuardedButton } from "@/components/shared/guarded-button";
import { usePermission } from "@/components/shared/use-permission";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { SETTING_NAMES } from "@/lib/contracts/call-settings";
import type { ProfileView } from "@/lib/contracts/profile";
import { nameOfFallback } from "./fallback-list";

export interface ProfileTableProps {
  profiles: readonly ProfileView[];
  onEdit: (profile: ProfileView) => void;
  onClone: (profile: ProfileView) => void;
  onMakeDefault: (profile: ProfileView) => void;
  onRemove: (profile: ProfileView) => void;
}

/** A column for each profile, so that they are compared at a glance. */
export function ProfileTable({ profiles, ...actions }: ProfileTableProps) {
  const t = useTranslations("configuration.profiles");
  const settings = useTranslations("configuration.settings");
  const format = useFormatter();
  const used = SETTING_NAMES.filter((name) => profiles.some(({ profile }) => profile.settings[name] !== undefined));
  const rows: { key: string; label: string; cell: (view: ProfileView) => ReactNode }[] = [
    { key: "model", label: t("model"), cell: ({ profile }) => <code className="text-xs">{toOption(profile)}</code> },
    { key: "fallbacks", label: t("fallbacks"), cell: (view) => <Fallbacks view={view} /> },
    ...used.map((name) => ({
      key: name,
      label: settings(name),
      cell: ({ profile }: ProfileView) => formatSetting(profile.settings[name]),
    })),
    {
      key: "estimate",
      label: t("estimate"),
      cell: ({ estimate }) => <CostInterval estimate={estimate} times={1000n} />,
    },
    {
      key: "p95",
      label: t("p95"),
      cell: ({ p95LatencyMs }) => (p95LatencyMs === null ? "–" : `${format.number(Math.round(p95LatencyMs))} ms`),
    },
    {
      key: "success",
      label: t("success"),
      cell: ({ successRate7d }) =>
        successRate7d === null ? "–" : format.number(successRate7d, { style: "percent", maximumFractionDigits: 1 }),
    },
    {
      key: "usedBy",
      label: t("usedBy"),
      cell: ({ usedBy }) => (usedBy.length === 0 ? t("nothing") : <Sentences sentences={usedBy} />),
    },
  ];
  return (
    <Table aria-label={t("table")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("property")}</TableHead>
          {profiles.map((view) => (
            <TableHead key={view.name} scope="col" className="min-w-56 py-2 align-top">
              <ProfileHead view={view} {...actions} />
            </TableHead>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map(({ key, label, cell }) => (
          <TableRow key={key}>
            <TableHead scope="row">{label}</TableHead>
            {profiles.map((view) => (
              <TableCell key={view.name} className="align-top whitespace-normal">
                {cell(view)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function ProfileHead({
  view,
  onEdit,
  onClone,
  onMakeDefault,
  onRemove,
}: { view: ProfileView } & Omit<ProfileTableProps, "profiles">) {
  const t = useTranslations("configuration.profiles");
  const { reason } = usePermission("configuration.write");
  const { name } = view;
  const button = (key: "edit" | "clone" | "remove", onClick: () => void) => (
    <GuardedButton
      reason={reason}
      variant="outline"
      size="sm"
      aria-label={t(`${key}Named`, { name })}
      onClick={onClick}
    >
      {t(key)}
    </GuardedButton>
  );
  return (
    <div className="flex flex-col gap-2">
      <span className="flex flex-wrap items-center gap-2 font-semibold text-foreground">
        {name}
        {view.isDefault ? (
          <Badge>
            <Star aria-hidden />
            {t("default")}
          </Badge>
        ) : null}
      </span>
      <Notes sentences={view.faults} variant="danger" />
      <Notes sentences={view.warnings} variant="warning" />
      <span className="flex flex-wrap gap-1">
        {button("edit", () => onEdit(view))}
        {button("clone", () => onClone(view))}
        {view.isDefault ? null : (
          <GuardedButton
            reason={reason}
            variant="outline"
            size="sm"
            aria-label={t("makeDefault", { name })}
            onClick={() => onMakeDefault(view)}
          >
            {t("makeDefaultShort")}
          </GuardedButton>
        )}
        {button("remove", () => onRemove(view))}
      </span>
    </div>
  );
}

function Notes({ sentences, variant }: { sentences: readonly string[]; variant: "danger" | "warning" }) {
  if (sentences.length === 0) return null;
  return (
    <span
      className={`flex gap-1.5 text-xs font-normal whitespace-normal ${variant === "danger" ? "text-danger" : "text-warning"}`}
    >
      <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <Sentences sentences={sentences} />
    </span>
  );
}

function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul className="space-y-0.5">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function Fallbacks({ view: { profile } }: { view: ProfileView }) {
  const t = useTranslations("configuration.profiles");
  if (profile.fallbacks.length === 0) return <span className="text-muted-foreground">{t("noFallbacks")}</span>;
  return (
    <ol className="list-decimal space-y-0.5 pl-4">
      {profile.fallbacks.map((next) => (
        <li key={nameOfFallback(next)}>
          <code className="text-xs">{nameOfFallback(next)}</code>
        </li>
      ))}
    </ol>
  );
}

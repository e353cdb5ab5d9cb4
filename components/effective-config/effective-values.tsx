"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { formatSetting } from "@/components/configuration/format-setting";
import { CopyButton } from "@/components/shared/copy-button";
import { RelativeTime } from "@/components/shared/relative-time";
import { useErrorText } from "@/components/shared/use-error-text";
import { usePermission } from "@/components/shared/use-permission";
import { useTRPC } from "@/components/trpc/client";
import { Badge } from "@/components/ui/badge";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { EffectiveLine } from "@/lib/contracts/effective-config";

const NONE = "none";

/** What a call would get, by key and by what it names; beside another one on demand. */
export function EffectiveValues() {
  const t = useTranslations("configuration.effective");
  const trpc = useTRPC();
  const errorText = useErrorText();
  const canReadKeys = usePermission("api_keys.read");
  const [search, setSearch] = useQueryStates({
    model: parseAsString.withDefault("auto"),
    key: parseAsString.withDefault(NONE),
    with: parseAsString.withDefault(NONE),
  });
  const { data: profiles } = useSuspenseQuery(trpc.profiles.list.queryOptions());
  const { data: processors } = useSuspenseQuery(trpc.processors.list.queryOptions());
  const { data: keys = [] } = useQuery({ ...trpc.apiKeys.list.queryOptions(), enabled: canReadKeys.isAllowed });
  const apiKeyId = search.key === NONE ? undefined : search.key;
  const shown = useQuery({
    ...trpc.configuration.effective.queryOptions({ model: search.model, apiKeyId }),
    retry: false,
  });
  const other = useQuery({
    ...trpc.configuration.effective.queryOptions({ model: search.with, apiKeyId }),
    enabled: search.with !== NONE,
    retry: false,
  });
  const names = [
    "auto",
    ...profiles.map(({ name }) => `profile:${name}`),
    ...processors.map(({ name }) => `processor:${name}`),
  ];
  const failure = shown.error ?? other.error;
  return (
    <div className="flex flex-col gap-4 pt-3">
      <div className="grid gap-4 sm:grid-cols-3">
        <Picker
          label={t("target")}
          value={search.model}
          onChange={(model) => void setSearch({ model })}
          options={names}
        />
        <Picker
          label={t("key")}
          value={search.key}
          onChange={(key) => void setSearch({ key })}
          options={[NONE, ...keys.filter(({ status }) => status === "active").map(({ id }) => id)]}
          nameOf={(id) => (id === NONE ? t("noKey") : (keys.find((key) => key.id === id)?.name ?? id))}
        />
        <Picker
          label={t("compare")}
          value={search.with}
          onChange={(compared) => void setSearch({ with: compared })}
          options={[NONE, ...names.filter((name) => name !== search.model)]}
          nameOf={(name) => (name === NONE ? t("noCompare") : name)}
        />
      </div>
      {failure ? (
        <p role="alert" className="text-[13px] text-danger">
          {errorText(failure)}
        </p>
      ) : null}
      {shown.data ? (
        <>
          <CopyButton value={shown.data.yaml} label={t("copyYaml")} hasText className="self-end" />
          <EffectiveTable
            lines={shown.data.lines}
            compared={search.with === NONE || !other.data ? null : { name: search.with, lines: other.data.lines }}
          />
        </>
      ) : null}
    </div>
  );
}

function Picker({
  label,
  value,
  onChange,
  options,
  nameOf = (option) => option,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly string[];
  nameOf?: (option: string) => string;
}) {
  const id = useId();
  const shown = options.includes(value) ? options : [value, ...options];
  return (
    <div className="flex flex-col gap-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Select value={value} onValueChange={onChange}>
        <SelectTrigger id={id}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {shown.map((option) => (
            <SelectItem key={option} value={option}>
              {nameOf(option)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  );
}

function EffectiveTable({
  lines,
  compared,
}: {
  lines: readonly EffectiveLine[];
  compared: { name: string; lines: readonly EffectiveLine[] } | null;
}) {
  const t = useTranslations("configuration.effective");
  const tiers = useTranslations("configuration.tiers");
  const names = [...new Set([...lines, ...(compared?.lines ?? [])].map(({ name }) => name))];
  return (
    <Table aria-label={t("table")}>
      <TableHeader>
        <TableRow>
          <TableHead>{t("name")}</TableHead>
          <TableHead>{t("value")}</TableHead>
          <TableHead>{t("tier")}</TableHead>
          <TableHead>{t("setBy")}</TableHead>
          {compared ? <TableHead>{compared.name}</TableHead> : null}
        </TableRow>
      </TableHeader>
      <TableBody>
        {names.map((name) => {
          const line = lines.find((each) => each.name === name);
          const other = compared?.lines.find((each) => each.name === name);
          const isDifferent = formatSetting(line?.value) !== formatSetting(other?.value);
          return (
            <TableRow key={name}>
              <TableHead scope="row" className="font-mono text-xs">
                {name}
              </TableHead>
              <TableCell>
                <code className="text-xs">{formatSetting(line?.value)}</code>
              </TableCell>
              <TableCell>
                {line ? (
                  <Badge variant="outline">
                    {tiers(line.tier)}
                    {line.source ? `: ${line.source}` : ""}
                  </Badge>
                ) : null}
              </TableCell>
              <TableCell>
                {line?.setBy && line.setAt ? (
                  <>
                    {line.setBy}, <RelativeTime date={line.setAt} />
                  </>
                ) : (
                  <span className="text-muted-foreground">{t("unknown")}</span>
                )}
              </TableCell>
              {compared ? (
                <TableCell>
                  <code className="text-xs">{formatSetting(other?.value)}</code>{" "}
                  {isDifferent ? <Badge variant="info">{t("differs")}</Badge> : null}
                </TableCell>
              ) : null}
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

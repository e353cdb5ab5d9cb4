"use client";

import { useTranslations } from "use-intl";
import { formatSetting } from "@/components/configuration/format-setting";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { settingName } from "@/lib/contracts/call-settings";
import type { ConfigTier } from "@/lib/contracts/effective-config";
import type { RequestDetail } from "@/lib/contracts/request";
import { DetailSection } from "./detail-list";

interface Line {
  name: string;
  value: unknown;
  tier: ConfigTier;
  source: string | null;
}

/** Which profile, processor and settings applied then, each with the tier that gave it; nothing where the request named its model and no tier spoke. */
export function ConfigSection({ request: { route } }: { request: RequestDetail }) {
  const t = useTranslations("requests.config");
  const settings = useTranslations("configuration.settings");
  const config = route?.config;
  if (!config) return null;
  const label = (name: string) => {
    const known = settingName.safeParse(name);
    return known.success ? settings(known.data) : name;
  };
  const lines: Line[] = [
    ...(config.processor ? [{ name: t("processor"), ...config.processor }] : []),
    ...(config.profile ? [{ name: t("profile"), ...config.profile }] : []),
    ...Object.entries(config.settings).map(([name, sourced]) => ({ ...sourced, name: label(name) })),
  ];
  return (
    <DetailSection title={t("title")}>
      <p className="text-xs text-muted-foreground">{t("text")}</p>
      {config.stepDown ? <p className="text-sm text-warning">{t("stepDown", config.stepDown)}</p> : null}
      <Table aria-label={t("title")}>
        <TableHeader>
          <TableRow>
            <TableHead>{t("name")}</TableHead>
            <TableHead>{t("value")}</TableHead>
            <TableHead>{t("tier")}</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {lines.map((line) => (
            <TableRow key={line.name}>
              <TableHead scope="row" className="font-normal">
                {line.name}
              </TableHead>
              <TableCell>
                <code className="text-xs break-words">{formatSetting(line.value)}</code>
              </TableCell>
              <TableCell>
                <TierChip {...line} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </DetailSection>
  );
}

function TierChip({ tier, source }: Pick<Line, "tier" | "source">) {
  const tiers = useTranslations("configuration.tiers");
  return (
    <Badge variant="outline">
      {tiers(tier)}
      {source ? `: ${source}` : ""}
    </Badge>
  );
}

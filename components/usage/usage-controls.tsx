"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Label } from "@/components/ui/label";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { type UsageInput, usageBucket, usageGroup } from "@/lib/contracts/usage";
import { PRESET_RANGES, RangePicker } from "./range-picker";
import { isBucketFit } from "./time-range";
import { USAGE_METRICS, type UsageSearch } from "./usage-search";

interface UsageControlsProps {
  search: UsageSearch;
  input: UsageInput;
  onChange: (next: Partial<UsageSearch>) => void;
}

/** What the report shows, all of it kept in the address. */
export function UsageControls({ search, input, onChange }: UsageControlsProps) {
  const t = useTranslations("usage");
  const compareId = useId();
  const buckets = usageBucket.options.filter((bucket) => isBucketFit(bucket, input));
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2 pb-4">
      <RangePicker
        ranges={PRESET_RANGES}
        value={search.range}
        span={input}
        nameOf={(range) => t(`range.${range}`)}
        onRange={(range) => onChange({ range, from: null, to: null, bucket: null })}
        onCustom={({ from, to }) => onChange({ range: "custom", from, to, bucket: null })}
      />
      <Choice
        label={t("metric")}
        value={search.metric}
        options={USAGE_METRICS}
        nameOf={(metric) => t(`metrics.${metric}`)}
        onChange={(metric) => onChange({ metric })}
      />
      <Choice
        label={t("groupBy")}
        value={search.group}
        options={usageGroup.options}
        nameOf={(group) => t(`groups.${group}`)}
        onChange={(group) => onChange({ group })}
      />
      <Choice
        label={t("bucket")}
        value={input.bucket}
        options={buckets}
        nameOf={(bucket) => t(`buckets.${bucket}`)}
        onChange={(bucket) => onChange({ bucket })}
      />
      <span className="flex items-center gap-2">
        <Switch id={compareId} checked={search.compare} onCheckedChange={(compare) => onChange({ compare })} />
        <Label htmlFor={compareId} className="text-xs font-normal text-muted-foreground">
          {t("compare")}
        </Label>
      </span>
    </div>
  );
}

interface ChoiceProps<Option extends string> {
  label: string;
  value: Option;
  options: readonly Option[];
  nameOf: (option: Option) => string;
  onChange: (option: Option) => void;
}

function Choice<Option extends string>({ label, value, options, nameOf, onChange }: ChoiceProps<Option>) {
  const id = useId();
  const choose = (next: string) => {
    const option = options.find((each) => each === next);
    if (option) onChange(option);
  };
  return (
    <div className="flex items-center gap-1.5">
      <Label htmlFor={id} className="text-xs font-normal text-muted-foreground">
        {label}
      </Label>
      <Select value={value} onValueChange={choose}>
        <SelectTrigger id={id} className="w-auto">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {options.map((option) => (
            <SelectItem key={option} value={option}>
              {nameOf(option)}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  );
}

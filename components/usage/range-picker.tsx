"use client";

import { CalendarRange } from "lucide-react";
import { useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useSession } from "@/components/shared/session";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { TIME_RANGES, type TimeRange } from "./time-range";
import { fromDateField, startOfDay, toDateField } from "./zoned-time";

interface RangePickerProps<Range extends string> {
  ranges: readonly Range[];
  value: Range | "custom";
  /** The instants the range means now; null for all time. */
  span: { from: Date; to: Date } | null;
  nameOf: (range: Range) => string;
  onRange: (range: Range) => void;
  onCustom: (span: { from: Date; to: Date }) => void;
}

/** Ranges as buttons, and two dates for a range of one's own. */
export function RangePicker<Range extends string>({
  ranges,
  value,
  span,
  nameOf,
  onRange,
  onCustom,
}: RangePickerProps<Range>) {
  const t = useTranslations("usage.range");
  const format = useFormatter();
  const [isOpen, setIsOpen] = useState(false);
  const customName =
    value === "custom" && span
      ? // The end is not part of the range: a range to midnight ends on the day before.
        format.dateTimeRange(span.from, new Date(span.to.getTime() - 1), { dateStyle: "medium" })
      : t("custom");
  return (
    <fieldset className="flex flex-wrap items-center">
      <legend className="sr-only">{t("label")}</legend>
      <div className="flex flex-wrap items-center rounded-md border border-input bg-card p-0.5 shadow-xs">
        {ranges.map((range) => (
          <Button
            key={range}
            size="sm"
            variant={value === range ? "secondary" : "ghost"}
            aria-pressed={value === range}
            onClick={() => onRange(range)}
            className="h-6.5"
          >
            {nameOf(range)}
          </Button>
        ))}
        <Popover open={isOpen} onOpenChange={setIsOpen}>
          <PopoverTrigger asChild>
            <Button
              size="sm"
              variant={value === "custom" ? "secondary" : "ghost"}
              aria-pressed={value === "custom"}
              className="h-6.5"
            >
              <CalendarRange aria-hidden />
              {customName}
            </Button>
          </PopoverTrigger>
          <PopoverContent aria-label={t("custom")}>
            <CustomDates
              span={span}
              onApply={(next) => {
                onCustom(next);
                setIsOpen(false);
              }}
            />
          </PopoverContent>
        </Popover>
      </div>
    </fieldset>
  );
}

function CustomDates({
  span,
  onApply,
}: Pick<RangePickerProps<TimeRange>, "span"> & {
  onApply: (span: { from: Date; to: Date }) => void;
}) {
  const t = useTranslations("usage.range");
  const id = useId();
  const { timeZone } = useSession().tenant;
  const [first, setFirst] = useState(span ? toDateField(span.from, timeZone) : "");
  const [last, setLast] = useState(span ? toDateField(new Date(span.to.getTime() - 1), timeZone) : "");
  const from = fromDateField(first);
  const to = fromDateField(last);
  const isReady = from !== null && to !== null && first <= last;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!from || !to || !isReady) return;
        onApply({ from: startOfDay(from, timeZone), to: startOfDay({ ...to, day: to.day + 1 }, timeZone) });
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-first`}>{t("first")}</Label>
          <Input id={`${id}-first`} type="date" value={first} onChange={(event) => setFirst(event.target.value)} />
        </div>
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-last`}>{t("last")}</Label>
          <Input
            id={`${id}-last`}
            type="date"
            value={last}
            onChange={(event) => setLast(event.target.value)}
            aria-describedby={`${id}-hint`}
          />
        </div>
      </div>
      <p id={`${id}-hint`} className="text-xs text-muted-foreground">
        {from && to && first > last ? t("swapped") : t("zone", { zone: timeZone })}
      </p>
      <Button type="submit" disabled={!isReady}>
        {t("apply")}
      </Button>
    </form>
  );
}

/** The ranges that are a button of their own. */
export const PRESET_RANGES = TIME_RANGES.filter((range) => range !== "custom");

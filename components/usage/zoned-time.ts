interface CalendarDay {
  year: number;
  /** 1 to 12; values beyond roll over into other years, as those of `day` into other months. */
  month: number;
  day: number;
}

/** The calendar day that an instant falls on in a zone. */
export function calendarDayOf(instant: Date, timeZone: string): CalendarDay {
  const { year, month, day } = partsOf(instant, timeZone);
  return { year, month, day };
}

/** The instant at which a day begins in a zone. */
export function startOfDay({ year, month, day }: CalendarDay, timeZone: string): Date {
  const asUtc = Date.UTC(year, month - 1, day);
  const guess = asUtc - offsetMs(new Date(asUtc), timeZone);
  // Clocks may have changed between the guess and UTC midnight.
  return new Date(asUtc - offsetMs(new Date(guess), timeZone));
}

/** "2026-11-03", as date fields hold it. */
export function toDateField(instant: Date, timeZone: string): string {
  const { year, month, day } = calendarDayOf(instant, timeZone);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** The day in a date field; null when it is blank or half filled in. */
export function fromDateField(value: string): CalendarDay | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : null;
}

function offsetMs(instant: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(instant, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1000) * 1000;
}

function partsOf(instant: Date, timeZone: string) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = new Map(format.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: read("year"),
    month: read("month"),
    day: read("day"),
    hour: read("hour"),
    minute: read("minute"),
    second: read("second"),
  };
}

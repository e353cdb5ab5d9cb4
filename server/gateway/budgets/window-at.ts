import type { BudgetPeriod } from "@/lib/contracts/budget-kinds";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A rolling budget is counted in so many steps: money comes free a step at a time, and no stretch of its length ever holds more than the limit. */
export const ROLLING_STEPS = 24;

export interface BudgetPeriodOf {
  period: BudgetPeriod;
  /** Length of a rolling budget; null for those of the calendar. */
  rollingHours: number | null;
}

/** `[startMs, endMs)`: where spending at one instant is counted. */
export interface BudgetWindow {
  startMs: number;
  endMs: number;
  /** The first window that counts against the limit together with this one: itself, except for rolling budgets. */
  fromMs: number;
}

/**
 * The window of a budget at an instant. Days, weeks (from Monday) and months begin at local midnight, or at the first instant of the day where
 * the clocks leave midnight out; they tile time without gap or overlap, whatever the zone's clocks do. Pure.
 */
export function windowAt({ period, rollingHours }: BudgetPeriodOf, timeZone: string, nowMs: number): BudgetWindow {
  if (period === "rolling") {
    const lengthMs = (rollingHours ?? 24) * HOUR_MS;
    const stepMs = lengthMs / ROLLING_STEPS;
    const startMs = Math.floor(nowMs / stepMs) * stepMs;
    return { startMs, endMs: startMs + stepMs, fromMs: startMs - lengthMs };
  }
  const today = dateAt(nowMs, timeZone);
  const first = firstDateOf(period, today);
  const startMs = firstInstantOf(first, timeZone);
  return { startMs, endMs: firstInstantOf(dateAfter(period, first), timeZone), fromMs: startMs };
}

/** When something is free again: the window's end, or, of a rolling budget, when its oldest spending has left the stretch that counts. */
export function resetOf(budget: BudgetPeriodOf, window: BudgetWindow, oldestSpentMs: number | null): number {
  if (budget.period !== "rolling") return window.endMs;
  const stepMs = window.endMs - window.startMs;
  return (oldestSpentMs ?? window.startMs) + (ROLLING_STEPS + 1) * stepMs;
}

/** A calendar date as the instant at which it begins in UTC: dates count and compare as numbers. */
type CalendarDate = number;

const formats = new Map<string, Intl.DateTimeFormat>();

function dateAt(instantMs: number, timeZone: string): CalendarDate {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    });
    formats.set(timeZone, format);
  }
  const [, month, day, year] = /^(\d+)\/(\d+)\/(\d+)$/.exec(format.format(instantMs)) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

function firstDateOf(period: "day" | "week" | "month", date: CalendarDate): CalendarDate {
  if (period === "day") return date;
  const utc = new Date(date);
  if (period === "month") return Date.UTC(utc.getUTCFullYear(), utc.getUTCMonth(), 1);
  return date - ((utc.getUTCDay() + 6) % 7) * DAY_MS;
}

function dateAfter(period: "day" | "week" | "month", first: CalendarDate): CalendarDate {
  if (period === "day") return first + DAY_MS;
  if (period === "week") return first + 7 * DAY_MS;
  const utc = new Date(first);
  return Date.UTC(utc.getUTCFullYear(), utc.getUTCMonth() + 1, 1);
}

const QUARTER_MS = HOUR_MS / 4;

/**
 * The first instant whose local date is `date` or later, found by halving: zones reach from UTC−12 to UTC+14, and local dates never go
 * back. So a midnight that the clocks leave out, and a whole day that a zone skipped (Apia, 2011), need no case of their own.
 */
function firstInstantOf(date: CalendarDate, timeZone: string): number {
  const hasCome = (instantMs: number) => dateAt(instantMs, timeZone) >= date;
  // A zone that skips a day is a day later.
  const latestMs = date + (hasCome(date + 13 * HOUR_MS) ? 13 : 37) * HOUR_MS;
  // Days begin at quarters of an hour nowadays; a zone's time before there were zones may begin one anywhere.
  const quarter = halve(date - 15 * HOUR_MS, latestMs, QUARTER_MS, hasCome);
  return hasCome(quarter - 1) ? halve(quarter - QUARTER_MS, quarter, 1, hasCome) : quarter;
}

/** The first of the steps between `before`, where `hasCome` is false, and `reached`, where it is true, at which it is true. */
function halve(before: number, reached: number, step: number, hasCome: (instantMs: number) => boolean): number {
  let low = before;
  let high = reached;
  while (high - low > step) {
    const middle = low + Math.floor((high - low) / step / 2) * step;
    if (hasCome(middle)) high = middle;
    else low = middle;
  }
  return high;
}

import { ALERT_UNITS, type AlertMetric } from "@/lib/contracts/alert";
import { formatNanoUsd } from "@/lib/contracts/money";

/** One thing to tell. */
export interface AlertNews {
  alertId: string;
  transition: "open" | "resolve" | "test";
  title: string;
  detail: string | null;
  metric: AlertMetric | null;
  value: bigint | null;
  threshold: bigint | null;
  at: Date;
}

/** What goes out over one channel at once. */
export interface AlertMessage {
  /** The same for every retry. */
  id: string;
  tenantName: string;
  /** Of the organization's alerts in the console. */
  url: string;
  news: readonly AlertNews[];
}

const METRICS: Record<AlertMetric, string> = {
  spend: "Spend",
  error_rate: "Error rate",
  p95_latency: "95th percentile of latency",
  p95_time_to_first_token: "95th percentile of time to first token",
  unpriced_requests: "Requests without a price",
};

export function subjectOf({ tenantName, news }: AlertMessage): string {
  const [first] = news;
  const what = news.length === 1 && first ? headline(first) : `${news.length} alerts`;
  return `[Sluice] ${oneLine(tenantName)}: ${what}`;
}

/** Plain text, the same for e-mail and Slack. */
export function textOf(message: AlertMessage): string {
  return [...message.news.map(paragraph), message.url].join("\n\n");
}

/** The body of a webhook; numbers that may be large are strings. */
export function payloadOf({ tenantName, url, news }: AlertMessage) {
  const [first] = news;
  return {
    type: news.length === 1 && first ? `alert.${TYPES[first.transition]}` : "alert.batch",
    timestamp: (first?.at ?? new Date()).toISOString(),
    data: {
      organization: tenantName,
      url,
      alerts: news.map(({ transition, value, threshold, at, metric, ...rest }) => ({
        ...rest,
        state: TYPES[transition],
        metric,
        unit: metric === null ? null : ALERT_UNITS[metric],
        value: value?.toString() ?? null,
        threshold: threshold?.toString() ?? null,
        at: at.toISOString(),
      })),
    },
  };
}

const TYPES = { open: "opened", resolve: "resolved", test: "test" } as const;

function headline({ transition, title }: AlertNews): string {
  const mark = transition === "open" ? "Alert" : transition === "resolve" ? "Resolved" : "Test";
  return `${mark}: ${oneLine(title)}`;
}

function paragraph(news: AlertNews): string {
  const { metric, value, threshold, detail, at } = news;
  const figure =
    metric !== null && value !== null && threshold !== null
      ? `${METRICS[metric]}: ${inUnit(metric, value)} (threshold ${inUnit(metric, threshold)})`
      : null;
  return [headline(news), figure, detail, `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`]
    .filter((line) => line !== null)
    .join("\n");
}

export function inUnit(metric: AlertMetric, value: bigint): string {
  switch (ALERT_UNITS[metric]) {
    case "nano_usd":
      return `$${formatNanoUsd(value)}`;
    case "basis_points":
      return `${Number(value) / 100} %`;
    case "milliseconds":
      return `${value} ms`;
    case "count":
      return String(value);
  }
}

/** A subject is one line, whatever a name holds. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

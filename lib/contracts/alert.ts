import { z } from "zod";
import { displayName } from "./display-name";

/** What a rule watches. Values are whole numbers: nano-USD, basis points (10,000 is all), milliseconds, or a count. */
export const alertMetric = z.enum([
  "spend",
  "error_rate",
  "p95_latency",
  "p95_time_to_first_token",
  "unpriced_requests",
]);
export type AlertMetric = z.infer<typeof alertMetric>;

/** The unit of a metric's threshold and values. */
export const ALERT_UNITS = {
  spend: "nano_usd",
  error_rate: "basis_points",
  p95_latency: "milliseconds",
  p95_time_to_first_token: "milliseconds",
  unpriced_requests: "count",
} as const satisfies Record<AlertMetric, string>;

/** Models and provider configs are watched by attempt, so that a failover hides nothing; the others by request. */
export const alertScopeKind = z.enum(["tenant", "model", "provider_config", "api_key", "processor", "task_type"]);
export type AlertScopeKind = z.infer<typeof alertScopeKind>;

/** Of the day in the organization's zone. `from` after `to` goes over midnight. */
export const quietHours = z.strictObject({
  fromMinute: z.number().int().min(0).max(1439),
  toMinute: z.number().int().min(0).max(1439),
});
export type QuietHours = z.infer<typeof quietHours>;

export const ALERT_WINDOWS = [5, 15, 60, 360, 1440, 10_080] as const;
export const ALERT_COOLDOWNS = [0, 15, 60, 360, 1440] as const;

const wholeNumber = z.string().regex(/^\d{1,18}$/);

/** What a rule fires on, apart from its name and where it tells. */
export const alertCondition = z.strictObject({
  metric: alertMetric,
  scopeKind: alertScopeKind.default("tenant"),
  /** A model's id, the id of a provider config, API key or processor, or a task type; null for the whole organization. */
  scopeValue: z.string().trim().min(1).max(200).nullable().default(null),
  /** In the metric's unit; reached or passed, it fires. */
  threshold: wholeNumber,
  windowMinutes: z.number().int().min(1).max(43_200),
  /** With fewer requests in the window nothing is concluded. */
  minimumCount: z.number().int().min(1).max(1_000_000).default(1),
  /** How long after firing it may not fire anew. */
  cooldownMinutes: z.number().int().min(0).max(43_200).default(60),
});
export type AlertCondition = z.infer<typeof alertCondition>;

export const alertRuleFields = alertCondition.extend({
  name: displayName,
  quietHours: quietHours.nullable().default(null),
  /** Beside the console itself, which always tells. */
  channelIds: z.array(z.uuid()).max(20).default([]),
  isEnabled: z.boolean().default(true),
});
export type AlertRuleFields = z.infer<typeof alertRuleFields>;
export const updateAlertRuleInput = alertRuleFields.extend({ id: z.uuid(), version: z.number().int().min(1) });
export const alertRuleInput = z.strictObject({ id: z.uuid() });

export const alertRuleStatus = z.enum(["ok", "firing", "acknowledged"]);
export type AlertRuleStatus = z.infer<typeof alertRuleStatus>;

export const alertRuleView = alertRuleFields.extend({
  id: z.string(),
  version: z.number().int(),
  status: alertRuleStatus,
  /** What the scope is called, where it still exists. */
  scopeName: z.string().nullable(),
  /** At the last look; null when there was nothing to measure. */
  lastValue: wholeNumber.nullable(),
  lastEvaluatedAt: z.date().nullable(),
});
export type AlertRuleView = z.infer<typeof alertRuleView>;

export const BACKTEST_DAYS = 30;
/** When a rule would have fired, oldest first; at most a hundred of them are listed. */
export const backtestResult = z.object({
  firedCount: z.number().int(),
  fired: z.array(z.object({ openedAt: z.date(), resolvedAt: z.date().nullable(), value: wholeNumber })),
  highest: wholeNumber.nullable(),
  stepMinutes: z.number().int(),
});
export type BacktestResult = z.infer<typeof backtestResult>;

export const alertState = z.enum(["open", "acknowledged", "resolved"]);
export type AlertState = z.infer<typeof alertState>;

export const deliveryView = z.object({
  channelName: z.string(),
  transition: z.enum(["open", "resolve"]),
  status: z.enum(["pending", "sent", "failed", "dropped"]),
  attempts: z.number().int(),
  nextAttemptAt: z.date(),
  sentAt: z.date().nullable(),
  error: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof deliveryView>;

export const alertView = z.object({
  id: z.string(),
  ruleId: z.string().nullable(),
  title: z.string(),
  state: alertState,
  /** Null where no rule but a part of Sluice raised it. */
  metric: alertMetric.nullable(),
  /** The highest seen while it was open. */
  value: wholeNumber.nullable(),
  threshold: wholeNumber.nullable(),
  detail: z.string().nullable(),
  openedAt: z.date(),
  acknowledgedAt: z.date().nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedAt: z.date().nullable(),
  deliveries: z.array(deliveryView),
});
export type AlertView = z.infer<typeof alertView>;

export const listAlertsInput = z.strictObject({
  state: z.enum(["open", "all"]).default("all"),
  cursor: z.uuid().optional(),
  limit: z.number().int().min(1).max(100).default(50),
});
export const listAlertsResult = z.object({ alerts: z.array(alertView), nextCursor: z.string().nullable() });
export type ListAlertsResult = z.infer<typeof listAlertsResult>;
export const alertInput = z.strictObject({ id: z.uuid() });
/** For the bell: what was opened since the person last looked, and what is open. */
export const alertCounts = z.object({ unread: z.number().int(), open: z.number().int() });

export const channelKind = z.enum(["email", "webhook", "slack"]);
export type ChannelKind = z.infer<typeof channelKind>;

const recipients = z.array(z.email().max(254)).min(1).max(20);
const address = z.url({ protocol: /^https?$/ }).max(2_000);

export const channelTarget = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("email"), recipients }),
  z.strictObject({ kind: z.literal("webhook"), url: address }),
  z.strictObject({ kind: z.literal("slack"), url: address }),
]);
export type ChannelTarget = z.infer<typeof channelTarget>;

export const createChannelInput = z.strictObject({
  name: displayName,
  target: channelTarget,
  /** Gets the alerts that no rule routes, such as those of budgets. */
  isDefault: z.boolean().default(false),
});
export type CreateChannelInput = z.infer<typeof createChannelInput>;
export const updateChannelInput = z.strictObject({
  id: z.uuid(),
  name: displayName,
  isDefault: z.boolean(),
  isEnabled: z.boolean(),
});
export const channelInput = z.strictObject({ id: z.uuid() });

export const channelView = z.object({
  id: z.string(),
  name: z.string(),
  kind: channelKind,
  /** What may be shown of the target: recipients, or the host of the address. */
  shown: z.string(),
  isDefault: z.boolean(),
  isEnabled: z.boolean(),
  lastSentAt: z.date().nullable(),
  lastError: z.string().nullable(),
  createdAt: z.date(),
});
export type ChannelView = z.infer<typeof channelView>;
export const channelList = z.object({ channels: z.array(channelView), isMailReady: z.boolean() });

/** The signing secret of a webhook, shown this once; null for the others. */
export const createChannelResult = z.object({ channel: channelView, signingSecret: z.string().nullable() });
export type CreateChannelResult = z.infer<typeof createChannelResult>;
export const sendTestResult = z.object({ isDelivered: z.boolean(), error: z.string().nullable() });

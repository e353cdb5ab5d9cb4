import { z } from "zod";
import {
  type AlertCondition,
  type AlertRuleFields,
  type AlertRuleView,
  alertMetric,
  alertScopeKind,
} from "@/lib/contracts/alert";
import { displayName } from "@/lib/contracts/display-name";
import { fromAmount, toAmount } from "./alert-amount";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** A rule as it stands in the form: amounts in people's units, times of day as a clock shows them. */
export const ruleForm = z
  .object({
    name: displayName,
    metric: alertMetric,
    scopeKind: alertScopeKind,
    scopeValue: z.string().max(200),
    amount: z.string(),
    windowMinutes: z.number().int(),
    minimumCount: z.string().regex(/^[1-9]\d{0,5}$/),
    cooldownMinutes: z.number().int(),
    hasQuietHours: z.boolean(),
    quietFrom: clock,
    quietTo: clock,
    channelIds: z.array(z.string()),
    isEnabled: z.boolean(),
  })
  .check(({ value, issues }) => {
    const fault = (field: string) => issues.push({ code: "custom", path: [field], input: value });
    if (fromAmount(value.metric, value.amount) === undefined) fault("amount");
    if (value.scopeKind !== "tenant" && value.scopeValue.trim() === "") fault("scopeValue");
  });
export type RuleForm = z.infer<typeof ruleForm>;

export const NEW_RULE: RuleForm = {
  name: "",
  metric: "error_rate",
  scopeKind: "tenant",
  scopeValue: "",
  amount: "10",
  windowMinutes: 15,
  minimumCount: "20",
  cooldownMinutes: 60,
  hasQuietHours: false,
  quietFrom: "22:00",
  quietTo: "07:00",
  channelIds: [],
  isEnabled: true,
};

export function toRuleForm(rule: AlertRuleView): RuleForm {
  return {
    name: rule.name,
    metric: rule.metric,
    scopeKind: rule.scopeKind,
    scopeValue: rule.scopeValue ?? "",
    amount: toAmount(rule.metric, rule.threshold),
    windowMinutes: rule.windowMinutes,
    minimumCount: String(rule.minimumCount),
    cooldownMinutes: rule.cooldownMinutes,
    hasQuietHours: rule.quietHours !== null,
    quietFrom: rule.quietHours ? toClock(rule.quietHours.fromMinute) : NEW_RULE.quietFrom,
    quietTo: rule.quietHours ? toClock(rule.quietHours.toMinute) : NEW_RULE.quietTo,
    channelIds: rule.channelIds,
    isEnabled: rule.isEnabled,
  };
}

/** Undefined while the form holds no condition that could be tried. */
export function toCondition(form: RuleForm): AlertCondition | undefined {
  const threshold = fromAmount(form.metric, form.amount);
  const minimumCount = Number(form.minimumCount);
  const scopeValue = form.scopeKind === "tenant" ? null : form.scopeValue.trim();
  if (threshold === undefined || scopeValue === "" || !Number.isInteger(minimumCount) || minimumCount < 1)
    return undefined;
  const { metric, scopeKind, windowMinutes, cooldownMinutes } = form;
  return { metric, scopeKind, scopeValue, threshold, windowMinutes, minimumCount, cooldownMinutes };
}

export function toRuleFields(form: RuleForm): AlertRuleFields | undefined {
  const condition = toCondition(form);
  if (!condition) return undefined;
  const { name, channelIds, isEnabled, hasQuietHours, quietFrom, quietTo } = form;
  return {
    ...condition,
    name: name.trim(),
    channelIds,
    isEnabled,
    quietHours: hasQuietHours ? { fromMinute: toMinute(quietFrom), toMinute: toMinute(quietTo) } : null,
  };
}

function toClock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function toMinute(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

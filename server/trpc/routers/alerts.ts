import { z } from "zod";
import {
  alertCondition,
  alertCounts,
  alertInput,
  alertRuleFields,
  alertRuleInput,
  alertRuleView,
  alertView,
  backtestResult,
  listAlertsInput,
  listAlertsResult,
  updateAlertRuleInput,
} from "@/lib/contracts/alert";
import { noInput } from "@/lib/contracts/no-input";
import { acknowledgeAlert } from "@/server/services/alerts/acknowledge-alert";
import { backtestRule } from "@/server/services/alerts/backtest-rule";
import { countAlerts, markAlertsSeen } from "@/server/services/alerts/count-alerts";
import { listAlertRules } from "@/server/services/alerts/list-alert-rules";
import { listAlerts } from "@/server/services/alerts/list-alerts";
import { createAlertRule, removeAlertRule, updateAlertRule } from "@/server/services/alerts/save-alert-rule";
import { router, tenantProcedure } from "@/server/trpc/procedures";

export const alertsRouter = router({
  list: tenantProcedure("alerts.read")
    .input(listAlertsInput)
    .output(listAlertsResult)
    .query(({ ctx, input }) => listAlerts(ctx, input)),
  counts: tenantProcedure("alerts.read")
    .input(noInput)
    .output(alertCounts)
    .query(({ ctx }) => countAlerts(ctx)),
  markSeen: tenantProcedure("alerts.read")
    .input(noInput)
    .output(alertCounts)
    .mutation(({ ctx }) => markAlertsSeen(ctx)),
  acknowledge: tenantProcedure("alerts.acknowledge")
    .input(alertInput)
    .output(alertView)
    .mutation(({ ctx, input }) => acknowledgeAlert(ctx, input)),
  rules: tenantProcedure("alerts.read")
    .input(noInput)
    .output(z.array(alertRuleView))
    .query(({ ctx }) => listAlertRules(ctx)),
  backtest: tenantProcedure("alerts.read")
    .input(alertCondition)
    .output(backtestResult)
    .query(({ ctx, input }) => backtestRule(ctx, input)),
  createRule: tenantProcedure("alerts.write")
    .input(alertRuleFields)
    .output(alertRuleView)
    .mutation(({ ctx, input }) => createAlertRule(ctx, input)),
  updateRule: tenantProcedure("alerts.write")
    .input(updateAlertRuleInput)
    .output(alertRuleView)
    .mutation(({ ctx, input }) => updateAlertRule(ctx, input)),
  removeRule: tenantProcedure("alerts.write")
    .input(alertRuleInput)
    .output(z.void())
    .mutation(({ ctx, input }) => removeAlertRule(ctx, input)),
});

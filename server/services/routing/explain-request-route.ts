import { AppError } from "@/lib/contracts/errors";
import { modelType } from "@/lib/contracts/model-type";
import { routeTrace } from "@/lib/contracts/request";
import { type RouteExplanation, type RouteQuestion, routeQuestion } from "@/lib/contracts/route-question";
import { answerRoute } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";

/** A stored request's route, asked again of today's configuration. Throws `not_found` for an id that is not the tenant's. */
export async function explainRequestRoute(
  { actor, database, gateway }: ServiceContext,
  { id }: { id: string },
): Promise<RouteExplanation> {
  const row = await database.inTenant(actor.tenantId, (tx) => tx.llmRequest.findUnique({ where: { id } }));
  if (!row) throw new AppError("not_found", "There is no request of that id in this organization.");
  const then = routeTrace.nullable().catch(null).parse(row.route);
  const question = toQuestion(row, then);
  const today = answerRoute(gateway.routing(actor.tenantId), question);
  const first = today.error ? undefined : today.trace?.candidates[0];
  return {
    question,
    today,
    isSameConfig:
      then?.configVersion === undefined || !today.trace ? null : then.configVersion === today.trace.configVersion,
    isSameChoice:
      first !== undefined && first.model === row.modelServed && first.providerConfigId === row.providerConfigId,
  };
}

interface AskedRequest {
  modelType: string;
  modelRequested: string;
  taskType: string | null;
  promptTokens: number;
  isStream: boolean;
  source: string;
  apiKeyId: string | null;
}

/** What the request asked, as a question; of one from before needs were kept, as far as its row tells. */
function toQuestion(row: AskedRequest, then: ReturnType<typeof routeTrace.parse> | null): RouteQuestion {
  const needs = then?.needs;
  const taskType = needs ? needs.taskType : row.taskType;
  return routeQuestion.parse({
    modelType: modelType.parse(row.modelType),
    model: row.modelRequested.slice(0, 365) || "auto",
    ...(taskType ? { taskType } : {}),
    ...(row.apiKeyId === null ? {} : { apiKeyId: row.apiKeyId }),
    byTask: then?.scope === "pool",
    inputTokens: needs?.inputTokens ?? row.promptTokens,
    ...(needs?.maxOutputTokens ? { maxOutputTokens: needs.maxOutputTokens } : {}),
    features: needs?.features ?? (row.isStream ? ["streaming"] : []),
    mustBePriced: needs?.mustBePriced ?? false,
    ...(then?.draw === undefined ? {} : { draw: then.draw }),
  });
}

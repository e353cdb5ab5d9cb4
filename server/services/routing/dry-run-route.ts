import type { RouteAnswer, RouteQuestion } from "@/lib/contracts/route-question";
import { answerRoute } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";

/** What would happen to a call at this moment: nothing is called, and nothing charged. */
export async function dryRunRoute({ actor, gateway }: ServiceContext, question: RouteQuestion): Promise<RouteAnswer> {
  return answerRoute(gateway.routing(actor.tenantId), question);
}

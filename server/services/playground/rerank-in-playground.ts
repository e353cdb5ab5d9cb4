import type { z } from "zod";
import type { PlaygroundRerankResult, playgroundRerankInput } from "@/lib/contracts/playground";
import type { ServiceContext } from "@/server/services/service-context";
import { callerOf, newCall } from "./playground-call";
import { toCallReceipt } from "./to-call-receipt";

export async function rerankInPlayground(
  context: ServiceContext,
  input: z.infer<typeof playgroundRerankInput>,
  signal?: AbortSignal,
): Promise<PlaygroundRerankResult> {
  const { result, receipt } = await context.gateway.rerank(callerOf(context, "playground"), input, newCall(signal));
  return { ranking: result.ranking, receipt: toCallReceipt(receipt) };
}

import { z } from "zod";
import { configurationPlan } from "@/lib/contracts/configuration";
import { noInput } from "@/lib/contracts/no-input";
import { type PlaygroundChatEvent, playgroundChatEvent } from "@/lib/contracts/playground";
import {
  processorNameInput,
  processorView,
  runProcessorInput,
  runView,
  saveProcessorInput,
} from "@/lib/contracts/processor";
import { listProcessors } from "@/server/services/processors/list-processors";
import { listRuns } from "@/server/services/processors/list-runs";
import { removeProcessor } from "@/server/services/processors/remove-processor";
import { runProcessor } from "@/server/services/processors/run-processor";
import { saveProcessor } from "@/server/services/processors/save-processor";
import { router, tenantProcedure } from "@/server/trpc/procedures";

/** Each event is checked as it passes, as `.output()` does for an answer in one piece. */
const runEvents = z
  .custom<AsyncIterable<PlaygroundChatEvent>>(
    (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
  )
  .transform(async function* (events) {
    for await (const event of events) yield playgroundChatEvent.parse(event);
  });

export const processorsRouter = router({
  list: tenantProcedure("configuration.read")
    .input(noInput)
    .output(z.array(processorView))
    .query(({ ctx }) => listProcessors(ctx)),
  save: tenantProcedure("processors.write")
    .input(saveProcessorInput)
    .output(configurationPlan)
    .mutation(({ ctx, input }) => saveProcessor(ctx, input)),
  remove: tenantProcedure("processors.write")
    .input(processorNameInput)
    .output(configurationPlan)
    .mutation(({ ctx, input }) => removeProcessor(ctx, input)),
  runs: tenantProcedure("configuration.read")
    .input(processorNameInput)
    .output(z.array(runView))
    .query(({ ctx, input }) => listRuns(ctx, input)),
  run: tenantProcedure("gateway.call")
    .input(runProcessorInput)
    .output(runEvents)
    .mutation(({ ctx, input, signal }) => runProcessor(ctx, input, signal)),
});

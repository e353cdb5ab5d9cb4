import { AppError } from "@/lib/contracts/errors";
import { INPUT_VARIABLE, type ProcessorView, type RunProcessorInput } from "@/lib/contracts/processor";
import type { ServiceContext } from "@/server/services/service-context";
import { renderTemplate } from "@/server/services/templates/render-template";

/**
 * What a run says to the model: its input, or the processor's template with the run's values, where `{{input}}` stands for the input. Throws
 * `invalid_request` that names every variable without a value and every value without a place, and `not_found` for a template out of reach.
 */
export async function toRunMessage(
  context: Pick<ServiceContext, "database" | "actor">,
  { templateId, effectiveModel }: Pick<ProcessorView, "templateId" | "effectiveModel">,
  { input, variables }: Required<Pick<RunProcessorInput, "input" | "variables">>,
): Promise<string> {
  if (templateId === null) {
    if (input === "") throw new AppError("invalid_request", "A run needs an input.", { param: "input" });
    const names = Object.keys(variables);
    if (names.length === 0) return input;
    throw new AppError("invalid_request", `The processor has no template for the values of ${names.join(", ")}.`, {
      param: "variables",
    });
  }
  const model = typeof effectiveModel?.value === "string" ? effectiveModel.value : undefined;
  const values = { ...variables, ...(input === "" ? {} : { [INPUT_VARIABLE]: input }) };
  const { rendered, warnings } = await renderTemplate(context, {
    templateId,
    variables: values,
    ...(model === undefined ? {} : { model }),
  });
  // It would be lost, and nobody would notice.
  if (warnings.length > 0) throw new AppError("invalid_request", warnings.join(" "), { param: "variables" });
  return rendered;
}

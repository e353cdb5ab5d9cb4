import type { RenderTemplateInput } from "@/lib/contracts/template";
import { chooseText, type RenderedTemplate, renderText } from "@/lib/prompt-template";
import type { ServiceContext } from "@/server/services/service-context";
import { getTemplate } from "./get-template";

/** The text that would be sent. Throws `not_found`, `invalid_request` that names variables without a value, and `request_too_large`. */
export async function renderTemplate(
  context: Pick<ServiceContext, "database" | "actor">,
  { templateId, variables, model }: RenderTemplateInput,
): Promise<RenderedTemplate> {
  return renderText(chooseText(await getTemplate(context, { id: templateId }), model), variables);
}

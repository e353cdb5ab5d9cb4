import { z } from "zod";
import {
  createTemplateInput,
  listTemplatesInput,
  renderedTemplate,
  renderTemplateInput,
  saveTemplateVersionInput,
  setTemplatePublicInput,
  templateIdInput,
  templateNameInput,
  templateSummary,
  templateView,
} from "@/lib/contracts/template";
import { createTemplate } from "@/server/services/templates/create-template";
import { deleteTemplate } from "@/server/services/templates/delete-template";
import { getTemplate } from "@/server/services/templates/get-template";
import { listTemplates } from "@/server/services/templates/list-templates";
import { renderTemplate } from "@/server/services/templates/render-template";
import { saveTemplateVersion } from "@/server/services/templates/save-template-version";
import { setTemplatePublic } from "@/server/services/templates/set-template-public";
import { operatorProcedure, router, tenantProcedure } from "@/server/trpc/procedures";

export const templatesRouter = router({
  list: tenantProcedure("templates.read")
    .input(listTemplatesInput)
    .output(z.array(templateSummary))
    .query(({ ctx, input }) => listTemplates(ctx, input)),
  get: tenantProcedure("templates.read")
    .input(templateIdInput)
    .output(templateView)
    .query(({ ctx, input }) => getTemplate(ctx, input)),
  render: tenantProcedure("templates.read")
    .input(renderTemplateInput)
    .output(renderedTemplate)
    .query(({ ctx, input }) => renderTemplate(ctx, input)),
  create: tenantProcedure("templates.write")
    .input(createTemplateInput)
    .output(templateView)
    .mutation(({ ctx, input }) => createTemplate(ctx, input)),
  saveVersion: tenantProcedure("templates.write")
    .input(saveTemplateVersionInput)
    .output(templateView)
    .mutation(({ ctx, input }) => saveTemplateVersion(ctx, input)),
  setPublic: operatorProcedure
    .input(setTemplatePublicInput)
    .output(setTemplatePublicInput.pick({ isPublic: true }))
    .mutation(({ ctx, input }) => setTemplatePublic(ctx, input)),
  remove: tenantProcedure("templates.write")
    .input(templateNameInput)
    .output(z.object({ versionCount: z.number().int() }))
    .mutation(({ ctx, input }) => deleteTemplate(ctx, input)),
});

import { z } from "zod";
import { restRenderedTemplate, restTemplate, restTemplatesInput } from "@/lib/contracts/rest";
import { renderTemplateInput } from "@/lib/contracts/template";
import { listTemplates } from "@/server/services/templates/list-templates";
import { renderTemplate } from "@/server/services/templates/render-template";
import { type RestRoute, restRoute } from "./rest-route";

export const llmTemplateRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/v1/llm/templates",
    permission: "templates.read",
    summary: "The latest version of every prompt template, the organization's own and public ones, by name.",
    input: restTemplatesInput,
    output: z.array(restTemplate),
    async handle({ context, input }) {
      const templates = await listTemplates(context, input);
      return { status: 200, body: templates.map(({ isOwn: _, ...template }) => template) };
    },
  }),
  restRoute({
    method: "POST",
    path: "/api/v1/llm/templates/render",
    permission: "templates.read",
    summary: "A template's text with the values in place of its variables. 400 that names every variable without one.",
    input: renderTemplateInput,
    output: restRenderedTemplate,
    async handle({ context, input }) {
      const { rendered, warnings } = await renderTemplate(context, input);
      return { status: 200, body: { rendered, ...(warnings.length > 0 ? { warnings } : {}) } };
    },
  }),
];

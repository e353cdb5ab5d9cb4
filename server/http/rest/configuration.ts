import { z } from "zod";
import { configurationExport, configurationPlan, configurationText } from "@/lib/contracts/configuration";
import { applyDocument, planDocument } from "@/server/services/configuration/apply-configuration";
import { exportConfiguration } from "@/server/services/configuration/export-configuration";
import { type RestRoute, restRoute } from "./rest-route";

export const configurationRoutes: RestRoute[] = [
  restRoute({
    method: "GET",
    path: "/api/config",
    permission: "configuration.read",
    summary: "The configuration (profiles, processors, defaults) as a YAML document; never a secret.",
    input: z.strictObject({}),
    output: configurationExport,
    handle: async ({ context }) => ({ status: 200, body: await exportConfiguration(context) }),
  }),
  restRoute({
    method: "POST",
    path: "/api/config/plan",
    permission: "configuration.read",
    summary: "What applying a document would change, and everything that speaks against it. Stores nothing.",
    input: configurationText,
    output: configurationPlan,
    handle: async ({ context, input }) => ({ status: 200, body: await planDocument(context, input.document) }),
  }),
  restRoute({
    method: "POST",
    path: "/api/config/apply",
    permission: "configuration.write",
    summary: "Makes the configuration what the document says, as a whole or not at all.",
    input: configurationText,
    output: configurationPlan,
    handle: async ({ context, input }) => ({ status: 200, body: await applyDocument(context, input.document) }),
  }),
];

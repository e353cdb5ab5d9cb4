import { z } from "zod";
import { jobStatus } from "./job";
import { requestFilters } from "./request";

/** What the list shows is what is exported, in the order of the list. */
export const startRequestExportInput = requestFilters;
export const requestExportInput = z.strictObject({ id: z.uuid() });

/** A CSV file in the making, or to be downloaded until it expires. */
export const requestExportView = z.object({
  id: z.string(),
  status: jobStatus,
  progressDone: z.number().int(),
  progressTotal: z.number().int().nullable(),
  rowCount: z.number().int().nullable(),
  timeZone: z.string(),
  errorMessage: z.string().nullable(),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type RequestExportView = z.infer<typeof requestExportView>;

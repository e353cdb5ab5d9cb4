import { z } from "zod";

/** How a request or an attempt ended. `interrupted`: Sluice stopped before it could settle, so its usage is an estimate. */
export const requestStatus = z.enum(["success", "error", "timeout", "aborted", "interrupted"]);
export type RequestStatus = z.infer<typeof requestStatus>;

/** Where a request came in. */
export const requestSource = z.enum(["api", "rest", "trpc", "playground"]);
export type RequestSource = z.infer<typeof requestSource>;

import type { RestRoute } from "./rest-route";

/** Every REST address below /api. */
export const REST_ROUTES: readonly RestRoute[] = [];

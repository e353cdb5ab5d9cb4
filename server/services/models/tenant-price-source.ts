/** Marks a price that the tenant itself set: no sync and no catalog change replaces it. */
export const TENANT_PRICE_SOURCE = "tenant override";

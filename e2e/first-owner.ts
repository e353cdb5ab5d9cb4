/** The owner, the tenant and the API key that the server under test is started with. */
export const FIRST_OWNER = {
  email: "owner@sluice.test",
  password: "seven quiet lock gates",
  tenant: "Waterworks",
  apiKey: `sk-sluice-${"e".repeat(12)}-${"2".repeat(43)}`,
} as const;

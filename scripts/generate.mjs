// Writes the generated sources: the database client and the list of providers.
const { generateClient } = await import("./steps/generate-client.mjs");
await generateClient();

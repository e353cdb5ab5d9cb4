import { startServer } from "./start-server";

startServer().catch((error: unknown) => {
  // Nothing is set up that could say it better.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

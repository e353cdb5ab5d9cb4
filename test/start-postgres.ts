import { startEmbeddedPostgres } from "@/server/db/embedded/start-embedded-postgres";

/** Run as a process of its own: starts or joins the server below the folder given, says which, and stays. */
const [dataDir = ""] = process.argv.slice(2);
const { isOwner } = await startEmbeddedPostgres({ dataDir });
console.log(JSON.stringify({ isOwner }));
setInterval(() => undefined, 60_000);

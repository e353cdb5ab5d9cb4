import { HERE, limitScope } from "@/server/gateway/limits/limit-fixtures";
import { startReplica } from "./start-replica";

/** Run as a process of its own: a replica that takes places in one scope, says how many it got, and holds them until it is killed. */
const [url = "", scopeId = "", limit = "1"] = process.argv.slice(2);
const { limiter } = await startReplica(url);
const scopes = [limitScope({ maxParallelRequests: Number(limit) }, scopeId)];
let held = 0;
for (let n = 0; n < Number(limit); n += 1) {
  await limiter.take(scopes, 0, HERE, 0);
  held += 1;
}
console.log(JSON.stringify({ held }));
setInterval(() => undefined, 60_000);

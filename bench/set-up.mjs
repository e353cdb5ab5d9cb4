import { cpus, loadavg, release, totalmem, type } from "node:os";

/** What a reader needs to judge the figures, and to measure them again. */
export function describeSetUp({ options, revision, upstream, load, startLoad = loadavg()[0] }) {
  const [first] = cpus();
  return {
    Date: new Date().toISOString().slice(0, 10),
    Revision: revision,
    Machine: `${cpus().length} × ${first?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`,
    Node: process.version,
    "Load before the run": `${startLoad.toFixed(2)} (one minute); what else runs takes from everybody`,
    Upstream: `${upstream} for whole completions, a server on bare sockets for streams, both on loopback and each in a process of its own`,
    "Load made by": load,
    Rounds: `${options.rounds}, ${options.seconds} s for each measure of throughput, ${options.latencyCount} requests for latency, ${options.firstTokenCount} streams for the first token, ${options.chunks} chunks a stream, each of at most 10 s`,
    Sluice:
      "the production build on its embedded Postgres; an API key is checked, 300 models are listed, rate and concurrency limits count every request, tokens are priced, each request and attempt is journalled and written to Postgres",
    Peers:
      "no database, no records and no limits; one process or worker each; Portkey without a key, LiteLLM with its master key. Portkey itself waits 25 ms before the first piece of a stream (src/handlers/streamHandler.ts of its repository)",
  };
}

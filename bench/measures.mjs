import { writeFileSync } from "node:fs";
import { join } from "node:path";

const WORD = "quartz";
const WARM_UP = { latency: 500, firstToken: 50 };
/** A gateway that takes longer over its streams is judged by what came until then. */
const STREAM_LIMIT_MS = 10_000;
const CLIENT_LIMIT_MS = 300_000;

/** The measures, each made by a client in a process of its own. `wrk` is its path, or undefined to use the client in Node. */
export function createMeasures({ children, benchDir, workDir, wrk, options }) {
  async function client(name, input) {
    const program = join(benchDir, "clients", `${name}.mjs`);
    const output = await children.run(process.execPath, [program, JSON.stringify(input)], {
      timeoutMs: CLIENT_LIMIT_MS,
    });
    return JSON.parse(output);
  }

  return {
    /** Requests a second, errors and latency (ms) of `connections` that each send the next request when the last is answered. */
    throughput(call, connections, seconds = options.seconds) {
      if (!wrk) return client("load", { call, connections, seconds });
      return runWrk({ children, wrk, workDir, call, connections, seconds });
    },
    /** Exactly so many requests, each waited for. */
    exactly: (call, requests) => client("load", { call, connections: 64, requests }),
    latency: (call) => client("latency", { call, warmUp: WARM_UP.latency, count: options.latencyCount }),
    /** Ten milliseconds lie between the first word and the others, so that a gateway that gathers a stream is seen to. */
    firstToken: (calls) =>
      client("first-token", {
        call: calls.stream("chunks=16 pause=10"),
        warmUp: WARM_UP.firstToken,
        count: options.firstTokenCount,
        word: WORD,
      }),
    chunks: (calls, streams, write = "each") =>
      client("chunks", {
        call: calls.stream(`chunks=${options.chunks} write=${write}`),
        streams,
        chunks: options.chunks,
        word: WORD,
        limitMs: STREAM_LIMIT_MS,
      }),
  };
}

async function runWrk({ children, wrk, workDir, call, connections, seconds }) {
  const script = join(workDir, "call.lua");
  writeFileSync(script, luaScript(call));
  const args = [
    "-t1",
    `-c${connections}`,
    `-d${seconds}s`,
    "--timeout",
    "10s",
    "-s",
    script,
    `http://127.0.0.1:${call.port}${call.path}`,
  ];
  const output = await children.run(wrk, args, { timeoutMs: (seconds + 60) * 1000 });
  const line = output.split("\n").find((each) => each.startsWith("{"));
  if (!line) throw new Error(`wrk said nothing of use: ${output.slice(-500)}`);
  const { requests, micros, errors, p50, p99 } = JSON.parse(line);
  const answered = requests - errors.status;
  const failures = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return {
    requests: answered,
    perSecond: answered / (micros / 1e6),
    errors: failures,
    p50: p50 / 1000,
    p99: p99 / 1000,
  };
}

function luaScript({ headers, body }) {
  const text = (value) => `[==[${value}]==]`;
  const lines = Object.entries({ ...headers, "content-type": "application/json" }).map(
    ([name, value]) => `wrk.headers[ ${text(name)} ] = ${text(value)}`,
  );
  return `
wrk.method = "POST"
wrk.body = ${text(body)}
${lines.join("\n")}
function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\\n{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"errors":{"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect, e.read, e.write, e.status, e.timeout))
end
`;
}

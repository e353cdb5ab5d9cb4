// The side-by-side measurement behind `npm run bench`: starts upstreams and gateways, measures each in turn, prints and writes the results.
// scripts/bench.mjs prepares what it needs and hands over.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkAims } from "./aims.mjs";
import { createChildren } from "./children.mjs";
import { checkConservation } from "./conservation.mjs";
import { figuresOf } from "./figures.mjs";
import { createMeasures } from "./measures.mjs";
import { watchMemory } from "./memory.mjs";
import { runMillion } from "./million.mjs";
import { readOptions, USAGE } from "./options.mjs";
import { closingLine, report } from "./report.mjs";
import { runRounds } from "./rounds.mjs";
import { describeSetUp } from "./set-up.mjs";
import { bifrost } from "./targets/bifrost.mjs";
import { direct } from "./targets/direct.mjs";
import { freePort } from "./targets/free-port.mjs";
import { litellm } from "./targets/litellm.mjs";
import { portkey } from "./targets/portkey.mjs";
import { raw } from "./targets/raw.mjs";
import { sluice, sluiceGateway } from "./targets/sluice.mjs";
import { stopDatabasesIn } from "./targets/sluice-database.mjs";
import { answersCall, untilAnswers } from "./targets/until-answers.mjs";
import { CHAT_MODEL, STREAM_MODEL } from "./upstreams/models.mjs";
import { startNginx } from "./upstreams/nginx.mjs";

const TARGETS = [direct, raw, sluice, sluiceGateway, portkey, litellm, bifrost];
const MICRO = "micro";

const options = readOptions(process.argv.slice(2));
const benchDir = dirname(fileURLToPath(import.meta.url));
const rootDir = dirname(benchDir);
const workDir = mkdtempSync(join(tmpdir(), "sluice-bench-"));
const children = createChildren(workDir);
const watches = [];
let isInterrupted = false;

if (options.isHelp) {
  console.log(USAGE);
} else {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    process.once(signal, () => {
      isInterrupted = true;
      cleanUp().finally(() => process.exit(code));
    });
  }
  try {
    process.exitCode = await main();
  } catch (error) {
    // What breaks because we end it is no news.
    if (!isInterrupted) console.error(error);
    process.exitCode = 1;
  }
}
await cleanUp();

async function main() {
  const startLoad = loadavg()[0];
  const wanted = chooseTargets(options.only);
  const models = { chat: CHAT_MODEL, stream: STREAM_MODEL };
  const nginx = findProgram("nginx");
  const wrk = findProgram("wrk");
  const measures = createMeasures({ children, benchDir, workDir, wrk, options });
  const micro = isWanted(MICRO) ? await runMicro() : undefined;

  const running = [];
  const absent = [];
  if (wanted.length > 0) {
    const upstreams = await startUpstreams({ nginx });
    const peersDir = join(benchDir, ".peers");
    mkdirSync(peersDir, { recursive: true });
    for (const { id, label, start } of wanted) {
      say(`starting ${label}`);
      try {
        const started = await start({ children, benchDir, rootDir, workDir, peersDir, upstreams, models });
        running.push({ id, label, ...started });
      } catch (error) {
        absent.push({ id, label, reason: tellReason(error.message) });
        say(`${label} can't be measured: ${error.message}`);
      }
    }
  }

  const memories = new Map();
  for (const { id, processes, databasePid } of running) {
    if (processes.length === 0) continue;
    const memory = watchMemory({ pids: processes.map(({ pid }) => pid), databasePid });
    memory.markIdle();
    watches.push(memory);
    memories.set(id, memory);
  }
  const rounds = await runRounds({
    targets: running,
    measures,
    rounds: options.rounds,
    onProgress: say,
    isOver: () => isInterrupted,
  });
  const results = Object.fromEntries(rounds.results);
  for (const { id, label } of running) {
    if (rounds.failures.has(id)) absent.push({ id, label, reason: tellReason(rounds.failures.get(id)) });
  }
  const own = running.find(({ id }) => id === sluice.id && !rounds.failures.has(id));
  const conservation =
    own &&
    (await tryTo("count what Postgres holds", () =>
      checkConservation({ target: own, measures, requests: options.exactRequests }),
    ));
  const million =
    own && options.isMillion
      ? await tryTo("send a million requests", () =>
          runMillion({ target: own, measures, memory: memories.get(own.id), onProgress: say }),
        )
      : undefined;

  const memory = Object.fromEntries([...memories].map(([id, watch]) => [id, watch.read()]));
  const figures = Object.fromEntries(running.map(({ id }) => [id, figuresOf(results[id], results)]));
  const gatewayMemory = memory[sluice.id]?.maximum.gateway;
  const aims = checkAims({ results, figures, memory: gatewayMemory, micro, conservation });
  const setUp = describeSetUp({
    options,
    startLoad,
    revision: await revision(),
    upstream: nginx ? "nginx with one worker" : "a server on bare sockets (nginx is not there)",
    load: wrk ? "wrk with one thread; a client on bare sockets for latency and streams" : "a client on bare sockets",
  });
  const outcome = { rows: running, absent, results, figures, memory, aims, micro, conservation, million, setUp };
  const text = report(outcome);
  console.log(`\n${text}`);
  if (!options.isQuick && !options.only) {
    writeFileSync(join(benchDir, "RESULTS.md"), `# Benchmarks\n\nWritten by \`npm run bench\`.\n\n${text.trimEnd()}\n`);
  }
  console.log(closingLine(outcome));
  return isShort(aims) ? 1 : 0;
}

/** A part of a run is held to what it measured, a whole one to everything. */
function isShort(aims) {
  return aims.some(({ value, isMet }) => !isMet && (value !== undefined || !options.only));
}

function isWanted(id) {
  return !options.only || options.only.includes(id);
}

function chooseTargets(only = []) {
  const known = [...TARGETS.map(({ id }) => id), MICRO];
  const unknown = only.find((id) => !known.includes(id));
  if (unknown !== undefined) throw new Error(`There is no target "${unknown}". Choose of ${known.join(", ")}.`);
  const wanted = TARGETS.filter(({ id }) => isWanted(id));
  // What is added can't be told without knowing what was there.
  const needsDirect = wanted.length > 0 && !wanted.includes(direct);
  return needsDirect ? [direct, ...wanted] : wanted;
}

async function startUpstreams({ nginx }) {
  const stream = await freePort();
  const streaming = children.start("stream-upstream", process.execPath, [
    join(benchDir, "upstreams", "stream-upstream.mjs"),
    String(stream),
  ]);
  const ask = (port) => answersCall({ port, path: "/v1/chat/completions", headers: {}, body: "{}" });
  await untilAnswers(streaming, () => ask(stream));
  if (!nginx) return { fixed: stream, stream };
  const fixed = await freePort();
  await untilAnswers(startNginx({ children, nginx, workDir, port: fixed }), () => ask(fixed));
  return { fixed, stream };
}

async function runMicro() {
  say("measuring the parts of the hot path");
  const tsx = join(rootDir, "node_modules", "tsx", "dist", "cli.mjs");
  return JSON.parse(await children.run(process.execPath, [tsx, join(benchDir, "micro.mts")], { cwd: rootDir }));
}

async function revision() {
  try {
    return (await children.run("git", ["rev-parse", "--short", "HEAD"], { cwd: rootDir })).trim();
  } catch {
    return "unknown (no git here)";
  }
}

function findProgram(name) {
  const directories = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path));
}

/** What comes last must not cost what was measured before. */
async function tryTo(what, run) {
  say(what);
  try {
    return await run();
  } catch (error) {
    if (isInterrupted) throw error;
    say(`could not ${what}: ${error.message}`);
    return undefined;
  }
}

/** On one line, and without the path of this checkout. */
function tellReason(message) {
  return message
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll(rootDir, ".")
    .replaceAll(workDir, "…");
}

function say(text) {
  console.log(`  ${text}`);
}

async function cleanUp() {
  for (const watch of watches) watch.stop();
  await children.stopAll();
  stopDatabasesIn(workDir);
  rmSync(workDir, { recursive: true, force: true });
}

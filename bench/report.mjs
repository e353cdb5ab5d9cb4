import { CONNECTIONS, STREAMS } from "./rounds.mjs";
import { figure, table } from "./table.mjs";

const MB = 1_000_000;

/** The table of all gateways, then that of the aims, the set-up and what else was found out: Markdown, for the terminal and for RESULTS.md. */
export function report(outcome) {
  return [
    ...section("Gateways side by side", [comparison(outcome), legend(outcome)]),
    ...section("Aims", [aimsTable(outcome.aims)]),
    ...section("Sluice's ledger", [ledgerLines(outcome).join("\n")]),
    ...section("A million requests", [millionTable(outcome.million)]),
    ...section("Parts of the hot path", [microTable(outcome.micro)]),
    ...section("Set-up", [setUpLines(outcome.setUp).join("\n")]),
  ].join("\n");
}

/** The last line of a run. */
export function closingLine({ aims, figures }) {
  const measured = aims.filter(({ value }) => value !== undefined);
  const met = measured.filter(({ isMet }) => isMet).length;
  const own = figures.sluice;
  const parts = own
    ? [
        `${figure(own.throughput[64])} req/s at c=64`,
        `${figure(own.ofRaw[64])} × raw`,
        `+${figure(own.addedP50Ms)} ms p50`,
        `+${figure(own.addedFirstTokenMs)} ms to the first token`,
        `${figure(Math.min(...Object.values(own.chunksPerSecond)))} chunks/s`,
      ]
    : [];
  return `${parts.length > 0 ? `${parts.join(", ")}; ` : ""}${met} of ${measured.length} aims met, ${aims.length - measured.length} not measured`;
}

function section(title, parts) {
  const text = parts.filter(Boolean);
  return text.length > 0 ? [`## ${title}`, "", ...text.flatMap((part) => [part, ""])] : [];
}

function comparison({ rows, figures, memory, absent }) {
  if (rows.length === 0) return "";
  const head = [
    "",
    ...CONNECTIONS.flatMap((c) => [`req/s c=${c}`, "× raw"]),
    "added p50",
    "added p99",
    "added first token",
    ...STREAMS.map((n) => `chunks/s, ${n} stream${n > 1 ? "s" : ""}`),
    "chunks/s, in one go",
    "memory idle",
    "under load",
    "errors",
  ];
  const lines = rows.map(({ id, label }) => {
    const own = figures[id];
    const { idle, maximum } = memory[id] ?? {};
    return [
      label,
      ...CONNECTIONS.flatMap((c) => [figure(own.throughput[c]), figure(own.ofRaw[c])]),
      ...[own.addedP50Ms, own.addedP99Ms, own.addedFirstTokenMs].map((ms) =>
        id === "direct" ? "–" : figure(ms, "ms"),
      ),
      ...STREAMS.map((n) => figure(own.chunksPerSecond[n])),
      figure(own.burstChunksPerSecond),
      memoryOf(idle),
      memoryOf(maximum),
      figure(own.errors),
    ];
  });
  const missing = absent.map(({ label, reason }) => `- ${label} could not be measured: ${reason}`);
  return [table(head, lines), ...(missing.length > 0 ? ["", ...missing] : [])].join("\n");
}

function memoryOf(bytes) {
  if (!bytes?.gateway) return "–";
  const gateway = figure(bytes.gateway / MB, "MB");
  return bytes.database ? `${gateway} + ${figure(bytes.database / MB, "MB")} Postgres` : gateway;
}

function legend({ rows }) {
  if (rows.length === 0) return "";
  return [
    'Medians over the rounds. `c` is the number of connections that each send the next request when the last is answered. "Added" is against no',
    "gateway, one request after the other over one connection; the first token is the first word of a stream whose other words come 10 ms later.",
    "Chunks arrive one write each, or all in one go. Memory is resident memory; pages that Postgres's processes share are counted once.",
  ].join("\n");
}

function aimsTable(aims) {
  return table(
    ["aim", "wanted", "reached", ""],
    aims.map(({ name, wanted, value, isMet }) => [
      name,
      wanted,
      figure(value),
      value === undefined ? "not measured" : isMet ? "met" : "short",
    ]),
  );
}

function ledgerLines({ conservation, results }) {
  const lines = [];
  const drains = results.sluice?.drains ?? [];
  for (const connections of CONNECTIONS) {
    const own = drains.filter((drain) => drain.connections === connections);
    if (own.length === 0) continue;
    const rows = Math.max(...own.map(({ rowsBehind }) => rowsBehind));
    const seconds = Math.max(...own.map(({ drainMs }) => drainMs)) / 1000;
    lines.push(
      `- At the end of the load at c=${connections}, at most ${figure(rows)} rows were not yet in Postgres; they were there ${figure(seconds)} s later.`,
    );
  }
  if (conservation) {
    const { answered, rows, isExact, errors } = conservation;
    lines.push(
      `- ${figure(answered)} requests answered with 200 (${errors} otherwise): Postgres holds ${figure(rows.requests)} requests, ${figure(rows.attempts)} attempts, ` +
        `${figure(rows.tokens)} tokens and ${rows.costNanoUsd.toLocaleString("en-US")} nano-USD, which is ${isExact ? "exact" : "NOT what was answered"}.`,
    );
  }
  return lines;
}

function millionTable(million) {
  if (!million) return "";
  const rows = million.marks.map(({ share, answered, gateway, database }) => [
    `${share * 100} %`,
    figure(answered),
    memoryOf({ gateway, database }),
  ]);
  const { answered, seconds, errors, rowsBehind, drainMs } = million;
  return [
    table(["of the run", "requests", "memory"], rows),
    "",
    `${figure(answered)} requests in ${figure(seconds)} s, ${errors} errors; ${figure(rowsBehind)} rows behind at the end, all in Postgres ${figure(drainMs / 1000)} s later.`,
  ].join("\n");
}

function microTable(micro) {
  if (!micro) return "";
  const times = (name, { p50Ms, p99Ms }) => [name, figure(p50Ms * 1000, "µs"), figure(p99Ms * 1000, "µs")];
  const rows = [
    times("resolution: API key, tenant, default model", micro.resolution),
    times("resolution after a change: 1,000 models indexed anew", micro.resolutionCold),
    times("routing: a task among 1,000 models of 50 configs", micro.routing),
    times("routing: one of 1,000 models, offered by 50 configs", micro.routingOfOneModel),
    times("API key: look-up and comparison", micro.keyCheck),
    times("price of one attempt's usage", micro.priceUsage),
  ];
  const { eventsPerSecond, megabytesPerSecond } = micro.sse;
  return `${table(["", "p50", "p99"], rows)}\n\nServer-sent events decoded: ${figure(eventsPerSecond)} a second, ${figure(megabytesPerSecond, "MB/s")}.`;
}

function setUpLines(setUp) {
  return Object.entries(setUp).map(([name, value]) => `- ${name}: ${value}`);
}

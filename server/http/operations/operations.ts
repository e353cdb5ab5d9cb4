import type { ConfigSnapshot, Health, Ledger, Limiter } from "@/server/gateway";

/** What an operator's probes see. */
export interface Operations {
  version: string;
  /** Empty when ready; otherwise sentences. */
  unreadyReasons(): Promise<string[]>;
  /** What is not as it should be while calls are served all the same, as sentences. */
  notes(): string[];
  /** Prometheus text exposition, format 0.0.4. */
  metrics(): string;
}

export interface OperationsParts {
  version: string;
  ledger: Ledger;
  limiter: Limiter;
  snapshot: ConfigSnapshot;
  health: Pick<Health, "figures">;
  checkDatabase(): Promise<void>;
  isConsoleReady(): boolean;
  isDraining(): boolean;
}

export function createOperations(parts: OperationsParts): Operations {
  return {
    version: parts.version,
    async unreadyReasons() {
      const reasons: string[] = [];
      if (parts.isDraining()) reasons.push("Sluice is shutting down.");
      if (!parts.isConsoleReady()) reasons.push("The console is still starting.");
      const { isHealthy, reason } = parts.ledger.stats();
      if (!isHealthy) reasons.push(reason ?? "The usage journal can't be written.");
      try {
        await parts.checkDatabase();
      } catch {
        reasons.push("The database is out of reach; traffic of known keys is still served.");
      }
      return reasons;
    },
    notes() {
      const { mode, replicas } = parts.limiter.stats();
      if (mode !== "local") return [];
      return [
        `Redis is out of reach: each of ${replicas} replicas holds its share of every limit by itself until it is back.`,
      ];
    },
    metrics() {
      const ledger = parts.ledger.stats();
      const limiter = parts.limiter.stats();
      const memory = process.memoryUsage();
      return [
        gauge("sluice_ledger_open_attempts", "Attempts that are running.", ledger.openAttempts),
        gauge("sluice_ledger_pending_rows", "Rows that are not in the database yet.", ledger.pendingRows),
        gauge(
          "sluice_ledger_refused_rows",
          "Rows that the database refuses while it takes others, offered again every half a minute.",
          ledger.refusedRows,
        ),
        gauge("sluice_ledger_journal_bytes", "Size of the local journal.", ledger.journalBytes),
        gauge("sluice_ledger_healthy", "1 while the journal can be written.", Number(ledger.isHealthy)),
        gauge("sluice_ledger_corrupt_records", "Journal records that could not be read back.", ledger.corruptRecords),
        gauge(
          "sluice_config_current",
          "1 while no change of configuration may have been missed.",
          Number(parts.snapshot.isCurrent()),
        ),
        gauge("sluice_limiter_shared", "1 while limits are shared through Redis.", Number(limiter.mode === "redis")),
        gauge(
          "sluice_limiter_degraded",
          "1 while Redis is out of reach and each replica holds its share.",
          Number(limiter.mode === "local"),
        ),
        gauge("sluice_limiter_replicas", "Replicas that share the limits, as last seen.", limiter.replicas),
        gauge("sluice_limiter_waiting", "Calls that wait for a place among the parallel ones.", limiter.waiting),
        counter("sluice_limiter_rejections_total", "Calls refused, by what the limit was set on.", limiter.rejections),
        ...healthLines(parts.health.figures()),
        gauge("process_resident_memory_bytes", "Resident memory.", memory.rss),
        gauge("nodejs_heap_used_bytes", "Heap in use.", memory.heapUsed),
        gauge("process_uptime_seconds", "Seconds since the start.", Math.floor(process.uptime())),
      ].join("");
    },
  };
}

/** One series a label value. */
function counter(name: string, help: string, byScope: Readonly<Record<string, number>>): string {
  const series = Object.entries(byScope).map(([scope, value]) => `${name}{scope="${scope}"} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} counter\n${series.join("")}`;
}

function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
}

function healthLines(figures: ReturnType<Health["figures"]>): string[] {
  const { open, halfOpen, opened, retries, failovers, exhaustedBudgets } = figures;
  return [
    byKind("sluice_circuits_open", "gauge", "Circuits that keep calls out now.", open),
    byKind("sluice_circuits_half_open", "gauge", "Circuits that let one call through at a time.", halfOpen),
    byKind("sluice_circuits_opened_total", "counter", "Times a circuit opened.", opened),
    total("sluice_retries_total", "Attempts at a provider that had failed the same request before.", retries),
    total("sluice_failovers_total", "Requests handed on to the next candidate.", failovers),
    total("sluice_retry_budgets_exhausted_total", "Retries that the budget did not allow.", exhaustedBudgets),
  ];
}

function byKind(
  name: string,
  type: "gauge" | "counter",
  help: string,
  values: Readonly<Record<string, number>>,
): string {
  const lines = Object.entries(values).map(([kind, value]) => `${name}{kind="${kind}"} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function total(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} counter\n${name} ${value}\n`;
}

import type { ConfigSnapshot, Ledger } from "@/server/gateway";

/** What an operator's probes see. */
export interface Operations {
  version: string;
  /** Empty when ready; otherwise sentences. */
  unreadyReasons(): Promise<string[]>;
  /** Prometheus text exposition, format 0.0.4. */
  metrics(): string;
}

export interface OperationsParts {
  version: string;
  ledger: Ledger;
  snapshot: ConfigSnapshot;
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
    metrics() {
      const ledger = parts.ledger.stats();
      const memory = process.memoryUsage();
      return [
        gauge("sluice_ledger_open_attempts", "Attempts that are running.", ledger.openAttempts),
        gauge("sluice_ledger_pending_rows", "Rows that are not in the database yet.", ledger.pendingRows),
        gauge("sluice_ledger_journal_bytes", "Size of the local journal.", ledger.journalBytes),
        gauge("sluice_ledger_healthy", "1 while the journal can be written.", Number(ledger.isHealthy)),
        gauge("sluice_ledger_corrupt_records", "Journal records that could not be read back.", ledger.corruptRecords),
        gauge(
          "sluice_config_current",
          "1 while no change of configuration may have been missed.",
          Number(parts.snapshot.isCurrent()),
        ),
        gauge("process_resident_memory_bytes", "Resident memory.", memory.rss),
        gauge("nodejs_heap_used_bytes", "Heap in use.", memory.heapUsed),
        gauge("process_uptime_seconds", "Seconds since the start.", Math.floor(process.uptime())),
      ].join("");
    },
  };
}

function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
}

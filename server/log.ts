import { type Logger, pino } from "pino";
import { redact } from "@/server/gateway/spec/redact";

export type Log = Logger;

/** Structured lines on stdout. Anything that looks like a key is scrubbed from the line as it is written, whoever logged it. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => process.stdout.write(redact(line)) },
  );
}

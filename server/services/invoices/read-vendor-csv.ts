import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { VendorFigures } from "@/lib/contracts/invoice-check";
import { modelKey } from "./model-key";
import { CellFault, Cells, detectFormat, type VendorFormat, type VendorRow } from "./vendor-formats";

/** Days times models; far more than a year of any vendor. */
const MOST_LINES = 10_000;
const MOST_LINE_CHARACTERS = 100_000;

export interface VendorLine {
  day: string;
  /** As the vendor writes it. */
  model: string | null;
  figures: VendorFigures;
}

export interface VendorUsage {
  format: VendorFormat;
  /** One for each day and model. */
  lines: VendorLine[];
}

const record = z.record(z.string(), z.string());

/** Reads a vendor's file as it comes in and sums it by UTC day and model. Throws `invalid_request` that names columns, or row and cell. */
export async function readVendorCsv(source: Readable): Promise<VendorUsage> {
  const rows = parse({
    bom: true,
    columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_LINE_CHARACTERS,
  });
  source.once("error", (error) => rows.destroy(error));
  rows.once("close", () => source.destroy());
  source.pipe(rows);
  let format: VendorFormat | undefined;
  const sums = new Map<string, Required<Nullable<VendorRow>>>();
  let number = 1;
  try {
    for await (const row of rows) {
      number++;
      const cells = record.parse(row);
      format ??= requireFormat(Object.keys(cells));
      const read = format.read(new Cells(cells));
      if (read) add(sums, read);
      if (sums.size > MOST_LINES)
        throw fault(`The file tells of more than ${MOST_LINES} days and models. Export a shorter time.`);
    }
  } catch (error) {
    if (error instanceof CellFault) throw fault(`Row ${number} can't be read: ${error.message}.`);
    if (error instanceof CsvError) throw fault(`The file is no valid CSV: ${error.message}.`);
    throw error;
  }
  if (!format || sums.size === 0) throw fault("The file tells of no usage. Export a time that has some.");
  return {
    format,
    lines: [...sums.values()].map(({ day, model, costNanoUsd, ...counts }) => ({
      day,
      model,
      figures: { ...counts, costNanoUsd: costNanoUsd?.toString() ?? null },
    })),
  };
}

type Nullable<T> = { [Key in keyof T]: T[Key] | null } & { day: string };

function add(sums: Map<string, Required<Nullable<VendorRow>>>, row: VendorRow): void {
  const key = `${row.day} ${row.model === null ? "" : modelKey(row.model)}`;
  const sum = sums.get(key);
  sums.set(key, {
    day: row.day,
    model: sum?.model ?? row.model,
    requests: plus(sum?.requests, row.requests),
    inputTokens: plus(sum?.inputTokens, row.inputTokens),
    outputTokens: plus(sum?.outputTokens, row.outputTokens),
    costNanoUsd:
      row.costNanoUsd === undefined ? (sum?.costNanoUsd ?? null) : (sum?.costNanoUsd ?? 0n) + row.costNanoUsd,
  });
}

function plus(sum: number | null | undefined, more: number | undefined): number | null {
  return more === undefined ? (sum ?? null) : (sum ?? 0) + more;
}

function requireFormat(header: readonly string[]): VendorFormat {
  const detected = detectFormat(header);
  if ("format" in detected) return detected.format;
  const { nearest, missing } = detected;
  throw fault(
    `The file is none that Sluice knows. It comes nearest to ${nearest.name}, and lacks the ${missing.length === 1 ? "column" : "columns"} ${missing.map((column) => `"${column}"`).join(", ")}. Upload a usage or cost export of OpenAI or Anthropic, or OpenRouter's activity.`,
  );
}

function fault(sentence: string): AppError {
  return new AppError("invalid_request", sentence, { param: "file" });
}

import type { InvoiceFormat } from "@/lib/contracts/invoice-check";
import { parseAmount } from "./parse-amount";

/** What a row of a vendor's file says; undefined where the file has no such figure. */
export interface VendorRow {
  day: string;
  model: string | null;
  requests?: number;
  inputTokens?: number;
  outputTokens?: number;
  costNanoUsd?: bigint;
}

/** A row's cells by column. */
export class Cells {
  constructor(readonly cells: Readonly<Record<string, string>>) {}

  text(column: string): string {
    return this.cells[column]?.trim() ?? "";
  }

  /** An empty or absent cell is none. Throws a sentence. */
  count(column: string): number {
    const text = this.text(column);
    if (text === "") return 0;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw new CellFault(column, text, "a whole number");
  }

  amount(column: string): bigint {
    const text = this.text(column);
    if (text === "") return 0n;
    const nano = parseAmount(text);
    if (nano !== undefined) return nano;
    throw new CellFault(column, text, "an amount in USD");
  }

  /** The UTC date of seconds since 1970, of an ISO instant, or of "YYYY-MM-DD …", which vendors mean in UTC. */
  day(...columns: string[]): string {
    const column = columns.find((name) => this.text(name) !== "") ?? columns[0] ?? "";
    const text = this.text(column);
    if (/^\d{9,11}$/.test(text)) return new Date(Number(text) * 1000).toISOString().slice(0, 10);
    const isZoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) && text.includes("T");
    const at = new Date(isZoned ? text : `${text.slice(0, 10)}T00:00:00Z`);
    if (!Number.isNaN(at.getTime())) return at.toISOString().slice(0, 10);
    throw new CellFault(column, text, "a date");
  }
}

/** Its message is a clause that names the cell. */
export class CellFault extends Error {
  constructor(column: string, text: string, wanted: string) {
    super(`the column "${column}" holds "${text.slice(0, 40)}", which is not ${wanted}`);
  }
}

export interface VendorFormat {
  id: InvoiceFormat;
  /** As people know it. */
  name: string;
  /** The provider whose attempts it is compared with. */
  provider: string;
  /** Each entry is one column, or several of which any will do. */
  required: readonly (string | readonly string[])[];
  /** Null for a row that tells of nothing used. */
  read(row: Cells): VendorRow | null;
}

/** The columns of each file as its vendor writes them, in any order and with any others beside them. Read 2026-11-26. */
export const VENDOR_FORMATS: readonly VendorFormat[] = [
  {
    // platform.openai.com, Usage, Export: the fields of the Usage API (developers.openai.com/api/reference, "Usage") as columns.
    id: "openai_usage",
    name: "OpenAI's usage export",
    provider: "openai",
    required: [["start_time_iso", "start_time"], "model", "input_tokens", "output_tokens"],
    read: (row) => ({
      day: row.day("start_time", "start_time_iso"),
      model: row.text("model") || null,
      requests: row.count("num_model_requests"),
      inputTokens: row.count("input_tokens"),
      outputTokens: row.count("output_tokens"),
    }),
  },
  {
    // The same page's cost export; a line item is "gpt-4o-2024-08-06, input". Days without cost have empty cells.
    id: "openai_cost",
    name: "OpenAI's cost export",
    provider: "openai",
    required: [["start_time_iso", "start_time"], "amount_value"],
    read: (row) => {
      if (row.text("amount_value") === "") return null;
      return {
        day: row.day("start_time", "start_time_iso"),
        model: row.text("line_item").split(",")[0]?.trim() || null,
        costNanoUsd: row.amount("amount_value"),
      };
    },
  },
  {
    // platform.claude.com, Usage, Export.
    id: "anthropic_usage",
    name: "Anthropic's usage export",
    provider: "anthropic",
    required: ["usage_date_utc", "model_version", "usage_input_tokens_no_cache", "usage_output_tokens"],
    read: (row) => ({
      day: row.day("usage_date_utc"),
      model: row.text("model_version") || null,
      inputTokens:
        row.count("usage_input_tokens_no_cache") +
        row.count("usage_input_tokens_cache_write") +
        row.count("usage_input_tokens_cache_write_5m") +
        row.count("usage_input_tokens_cache_write_1h") +
        row.count("usage_input_tokens_cache_read"),
      outputTokens: row.count("usage_output_tokens"),
    }),
  },
  {
    // platform.claude.com, Cost, Export: a row for each kind of token; models by their display names.
    id: "anthropic_cost",
    name: "Anthropic's cost export",
    provider: "anthropic",
    required: ["usage_date_utc", "model", "cost_usd"],
    read: (row) => ({
      day: row.day("usage_date_utc"),
      model: row.text("model") || null,
      costNanoUsd: row.amount("cost_usd"),
    }),
  },
  {
    // openrouter.ai/activity: a row for each generation, or, as its API groups them, for each day and model.
    id: "openrouter_activity",
    name: "OpenRouter's activity export",
    provider: "openrouter",
    required: [
      ["created_at", "date"],
      ["model_permaslug", "model"],
      ["tokens_prompt", "prompt_tokens"],
      ["tokens_completion", "completion_tokens"],
      ["cost_total", "usage"],
    ],
    read: (row) => ({
      day: row.day("created_at", "date"),
      model: row.text("model_permaslug") || row.text("model") || null,
      requests: row.text("requests") === "" ? 1 : row.count("requests"),
      inputTokens: row.count("tokens_prompt") + row.count("prompt_tokens"),
      outputTokens: row.count("tokens_completion") + row.count("completion_tokens"),
      costNanoUsd: row.text("cost_total") === "" ? row.amount("usage") : row.amount("cost_total"),
    }),
  },
];

/** The format that has all its columns in the header, or of the nearest one the columns that are missing. */
export function detectFormat(
  header: readonly string[],
): { format: VendorFormat } | { nearest: VendorFormat; missing: string[] } {
  const has = new Set(header);
  const missingOf = ({ required }: VendorFormat) =>
    required
      .filter((each) => (typeof each === "string" ? !has.has(each) : !each.some((column) => has.has(column))))
      .map((each) => (typeof each === "string" ? each : each.join('" or "')));
  const judged = VENDOR_FORMATS.map((format) => ({ format, missing: missingOf(format) }));
  const whole = judged
    .filter(({ missing }) => missing.length === 0)
    .toSorted((a, b) => b.format.required.length - a.format.required.length)[0];
  if (whole) return { format: whole.format };
  const rate = ({ format, missing }: (typeof judged)[number]) => missing.length / format.required.length;
  const nearest = judged.reduce((best, each) => (rate(each) < rate(best) ? each : best));
  return { nearest: nearest.format, missing: nearest.missing };
}

import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { driftOf } from "@/lib/contracts/invoice-check";
import type { ServiceContext } from "@/server/services/service-context";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { createInvoiceCheck } from "./create-invoice-check";
import { getInvoiceCheck, listInvoiceChecks, removeInvoiceCheck } from "./read-invoice-checks";
import { writeInvoiceCheckCsv } from "./write-invoice-check-csv";

let harness: ServiceHarness;
let acme: ServiceContext;

beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  acme = await harness.addTenant();
});

interface Attempt {
  provider: string;
  model: string;
  at: string;
  usage: Record<string, number>;
  costNanoUsd?: bigint;
  isPriced?: boolean;
  isUsageEstimated?: boolean;
}

async function meter(attempts: Attempt[]) {
  await acme.database.asSystem.llmAttempt.createMany({
    data: attempts.map(({ at, costNanoUsd = 0n, isPriced = true, isUsageEstimated = false, ...attempt }) => ({
      ...attempt,
      id: randomUUID(),
      requestId: randomUUID(),
      tenantId: acme.actor.tenantId,
      sequence: 1,
      providerConfigId: randomUUID(),
      modelType: "llm",
      status: "success",
      isUsageEstimated,
      isPriced,
      inputCostNanoUsd: 0n,
      outputCostNanoUsd: costNanoUsd,
      costNanoUsd,
      latencyMs: 1,
      startedAt: new Date(at),
      completedAt: new Date(at),
    })),
  });
}

const check = (csv: string, fileName = "usage.csv") =>
  createInvoiceCheck(acme, { fileName, file: Readable.from([Buffer.from(csv)]) });

describe("an invoice check", () => {
  it("puts OpenAI's usage export beside what was metered, by UTC day and model, and shows the drift", async () => {
    const usage = { inputTokens: 600, cacheReadTokens: 300, outputTokens: 50, reasoningTokens: 50 };
    await meter([
      { provider: "openai", model: "gpt-4o", at: "2026-05-01T23:59:59Z", usage },
      { provider: "openai", model: "gpt-4o", at: "2026-05-02T00:00:00Z", usage },
      { provider: "openai", model: "o3", at: "2026-05-02T12:00:00Z", usage, isPriced: false, isUsageEstimated: true },
      { provider: "anthropic", model: "claude", at: "2026-05-02T12:00:00Z", usage },
      { provider: "openai", model: "gpt-4o", at: "2026-05-03T00:00:00Z", usage },
    ]);
    const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000;
    // Columns of the export in another order than its vendor's, with one that nobody asked for.
    const view = await check(
      [
        "model,project_id,output_tokens,input_tokens,num_model_requests,start_time,end_time",
        `gpt-4o-2024-08-06,p1,60,500,1,${day("2026-05-01")},0`,
        `gpt-4o-2024-08-06,p2,40,500,1,${day("2026-05-01")},0`,
        `gpt-4o-2024-08-06,p1,100,900,1,${day("2026-05-02")},0`,
      ].join("\n"),
    );
    expect(view).toMatchObject({
      provider: "openai",
      format: "openai_usage",
      fromDay: "2026-05-01",
      toDay: "2026-05-02",
    });
    expect(view.lines.map(({ day, model }) => [day, model])).toEqual([
      ["2026-05-01", "gpt-4o-2024-08-06"],
      ["2026-05-02", "gpt-4o-2024-08-06"],
      ["2026-05-02", "o3"],
    ]);
    expect(view.lines[0]).toMatchObject({
      vendor: { requests: 2, inputTokens: 1000, outputTokens: 100, costNanoUsd: null },
      metered: { requests: 1, inputTokens: 900, outputTokens: 100 },
    });
    expect(driftOf(view.lines[0]?.vendor?.inputTokens ?? null, view.lines[0]?.metered?.inputTokens ?? null)).toBe(-0.1);
    expect(view.lines[2]).toMatchObject({ vendor: null, metered: { unpricedCount: 1, estimatedCount: 1 } });
    expect(view.metered.requests).toBe(3);
  });

  it("reads OpenAI's cost export, by model where it has line items and by day where it has none", async () => {
    await meter([
      { provider: "openai", model: "gpt-4o", at: "2026-05-01T10:00:00Z", usage: {}, costNanoUsd: 1_000_000_000n },
      { provider: "openai", model: "o3", at: "2026-05-01T10:00:00Z", usage: {}, costNanoUsd: 500_000_000n },
    ]);
    const header = "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item";
    const iso = "1777593600,1777680000,2026-05-01T00:00:00+00:00,2026-05-02T00:00:00+00:00";
    const whole = await check(`${header}\n${iso},1.2500000000000000,usd,\n${iso},,,`);
    expect(whole.lines).toMatchObject([
      { model: null, vendor: { costNanoUsd: "1250000000", inputTokens: null }, metered: { costNanoUsd: "1500000000" } },
    ]);
    const items = await check(
      `${header}\n${iso},0.5,usd,"gpt-4o-2024-08-06, input"\n${iso},0.25,usd,"gpt-4o-2024-08-06, output"`,
    );
    expect(items.lines).toMatchObject([
      { model: "gpt-4o-2024-08-06", vendor: { costNanoUsd: "750000000" }, metered: { costNanoUsd: "1000000000" } },
      { model: "o3", vendor: null },
    ]);
    const mixed = await check(`${header}\n${iso},0.5,usd,"gpt-4o, input"\n${iso},0.25,usd,`);
    expect(mixed.lines).toMatchObject([
      { model: "", vendor: { costNanoUsd: "250000000" }, metered: null },
      { model: "gpt-4o", vendor: { costNanoUsd: "500000000" }, metered: { costNanoUsd: "1000000000" } },
      { model: "o3", vendor: null },
    ]);
  });

  it("reads Anthropic's usage and cost exports, cached input included, models by id or display name", async () => {
    const usage = {
      inputTokens: 10,
      cacheReadTokens: 20,
      cacheWrite5mTokens: 30,
      cacheWrite1hTokens: 40,
      outputTokens: 5,
    };
    await meter([
      {
        provider: "anthropic",
        model: "claude-haiku-4-5",
        at: "2026-05-01T10:00:00Z",
        usage,
        costNanoUsd: 130_000_000n,
      },
    ]);
    const used = await check(
      "﻿usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count\n2026-05-01,claude-haiku-4-5-20251001,key,Default,standard,≤ 200k,10,30,40,20,5,0\n",
    );
    expect(used.lines).toMatchObject([
      { vendor: { inputTokens: 100, outputTokens: 5, requests: null }, metered: { inputTokens: 100, outputTokens: 5 } },
    ]);
    const cost = await check(
      "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type\n2026-05-01,Claude Haiku 4.5,Default,key,message,≤ 200k,input_no_cache,0.05,0.05,token\n2026-05-01,Claude Haiku 4.5,Default,key,message,≤ 200k,output,0.08,0.08,token\n",
    );
    expect(cost.lines).toMatchObject([{ vendor: { costNanoUsd: "130000000" }, metered: { costNanoUsd: "130000000" } }]);
  });

  it("reads OpenRouter's activity, a row a generation or a day", async () => {
    await meter([
      {
        provider: "openrouter",
        model: "openai/gpt-4o",
        at: "2026-05-01T10:00:00Z",
        usage: { inputTokens: 300 },
        costNanoUsd: 30_000_000n,
      },
    ]);
    const each = await check(
      "cost_total,cost_cache,tokens_prompt,tokens_completion,provider_name,model_permaslug,app_name,created_at\n0.01,0.0,100,1,openai,openai/gpt-4o,x,2026-05-01 02:37:51.271\n0.02,-0.005,200,2,openai,openai/gpt-4o,x,2026-05-01 03:37:51.271\n",
    );
    expect(each.lines).toMatchObject([
      {
        vendor: { requests: 2, inputTokens: 300, outputTokens: 3, costNanoUsd: "30000000" },
        metered: { costNanoUsd: "30000000" },
      },
    ]);
    const daily = await check(
      "date,model,requests,prompt_tokens,completion_tokens,usage\n2026-05-01,openai/gpt-4o,2,300,3,0.03\n",
    );
    expect(daily.lines).toEqual(each.lines);
  });

  it.each([
    ["model,input_tokens,start_time\ngpt-4o,1,1\n", /OpenAI's usage export.*"output_tokens"/],
    [
      "usage_date_utc,model_version,usage_output_tokens\n2026-05-01,m,1\n",
      /Anthropic's usage export.*"usage_input_tokens_no_cache"/,
    ],
    [
      "date,model,input_tokens,output_tokens,start_time\n1,m,many,1,1777593600\n",
      /Row 2.*"input_tokens".*"many".*whole number/,
    ],
    ["model,input_tokens,output_tokens,start_time\nm,1,1,yesterday\n", /Row 2.*"start_time".*date/],
    ["start_time,amount_value\n1777593600,free\n", /Row 2.*"amount_value".*amount/],
    ['model,input_tokens\n"open', /no valid CSV/],
    ["model,input_tokens,output_tokens,start_time\n", /no usage/],
    ["", /no usage/],
  ])("refuses %j with a sentence that says what is missing", async (csv, sentence) => {
    await expect(check(csv)).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringMatching(sentence),
    });
    expect(await listInvoiceChecks(acme)).toEqual([]);
  });

  it("is kept for the organization alone, until it is removed", async () => {
    const { id } = await check("model,input_tokens,output_tokens,start_time\nm,1,1,1777593600\n", "may.csv");
    const other = await harness.addTenant();
    expect((await listInvoiceChecks(acme)).map(({ fileName }) => fileName)).toEqual(["may.csv"]);
    expect(await listInvoiceChecks(other)).toEqual([]);
    await expect(getInvoiceCheck(other, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(removeInvoiceCheck(other, { id })).rejects.toMatchObject({ code: "not_found" });
    await removeInvoiceCheck(acme, { id });
    await expect(getInvoiceCheck(acme, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("downloads without a cell that a spreadsheet would run", async () => {
    const view = await check('model,input_tokens,output_tokens,start_time\n"=cmd()",1,1,1777593600\n');
    const csv = writeInvoiceCheckCsv(view);
    expect(csv).toContain("'=cmd()");
    expect(csv).not.toMatch(/,=cmd/);
  });

  it("reads a file of a hundred thousand rows in a few lines of memory", async () => {
    function* rows() {
      yield "model,input_tokens,output_tokens,start_time,num_model_requests\n";
      for (let row = 0; row < 100_000; row++) yield `m${row % 10},2,1,1777593600,1\n`;
    }
    const view = await createInvoiceCheck(acme, { fileName: "large.csv", file: Readable.from(rows()) });
    expect(view.lines).toHaveLength(10);
    expect(view.vendor).toMatchObject({ requests: 100_000, inputTokens: 200_000 });
  });
});

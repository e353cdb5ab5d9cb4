import OpenAI, { APIError, BadRequestError, NotFoundError, RateLimitError, UnprocessableEntityError } from "openai";
import { zodResponsesFunction, zodTextFormat } from "openai/helpers/zod";
import type { ResponseInput } from "openai/resources/responses/responses";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Fixture, loadFixtures } from "@/server/gateway/testing/load-fixtures";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { type ScriptedUpstream, startScriptedUpstream } from "@/server/gateway/testing/scripted-upstream";
import { startDataPlane } from "@/test/start-data-plane";

let scripted: ScriptedUpstream;
let upstream: ReplayServer;
let server: Awaited<ReturnType<typeof startDataPlane>>;
let openai: OpenAI;

beforeAll(async () => {
  scripted = await startScriptedUpstream();
  upstream = await startReplayServer();
  const api_key = "sk-upstream-0000000000";
  server = await startDataPlane([
    {
      id: "native",
      provider: "openai",
      values: { base_url: `${upstream.url}/v1`, api_key },
      models: [{ modelId: "gpt-5.4" }],
    },
    {
      id: "like",
      values: { base_url: `${upstream.url}/like/v1` },
      models: [{ modelId: "open-model" }],
    },
    {
      id: "claude",
      provider: "anthropic",
      values: { base_url: upstream.url, api_key },
      models: [{ modelId: "claude-opus-4-6" }],
    },
    {
      id: "lab",
      values: { base_url: scripted.url },
      models: ["gpt-test", "fault-429+retry-after-7", "fault-401", "cut-after-2", "words-500+pace-5ms"].map(
        (modelId) => ({ modelId }),
      ),
    },
  ]);
  openai = new OpenAI({ apiKey: server.apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
});

afterAll(async () => {
  await server.close();
  await upstream.close();
  await scripted.close();
});

const natives = loadFixtures("openai-natives");
const claudes = loadFixtures("anthropic");

function fixtureOf(fixtures: ReadonlyMap<string, Fixture>, name: string): Fixture {
  const found = fixtures.get(name);
  if (!found) throw new Error(`there is no fixture ${name}`);
  return found;
}

const replyJson = (body: unknown, status = 200) =>
  upstream.reply("*", {
    status,
    contentType: "application/json",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const replyStream = (events: readonly string[]) =>
  upstream.reply("*", {
    status: 200,
    contentType: "text/event-stream",
    body: events.map((event) => `${event}\n\n`).join(""),
  });
const lastSent = () => JSON.parse(upstream.received.at(-1)?.body.toString("utf8") ?? "{}");

/** A chat completion of a server that knows nothing else. */
const chat = (message: object, finish_reason = "stop", more: object = {}) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1,
  model: "open-model",
  choices: [{ index: 0, message: { role: "assistant", content: null, ...message }, finish_reason, ...more }],
  usage: { prompt_tokens: 20, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 8 } },
});
const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: "chatcmpl-1", model: "open-model", choices: [{ index: 0, delta, finish_reason }] })}`;
const DONE = "data: [DONE]";

async function raised(run: () => Promise<unknown>): Promise<APIError> {
  const error = await run().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof APIError) return error;
  throw new Error(`expected an APIError, got ${String(error)}`);
}

async function post(body: unknown): Promise<Response> {
  return fetch(`${server.url}/v1/responses`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

describe("over OpenAI itself", () => {
  it("passes body and answer on byte for byte, and meters what passes", async () => {
    const fixture = fixtureOf(natives, "responses");
    const answer = JSON.stringify(fixture.answer, null, 1);
    const body = JSON.stringify(fixture.request, null, 2);
    replyJson(answer);
    const response = await post(body);
    expect(await response.text()).toBe(answer);
    expect(upstream.received.at(-1)?.body.toString("utf8")).toBe(body);
    expect(upstream.received.at(-1)?.path).toBe("/v1/responses");
    // 20 fresh, 16 cached, 23 written, 64 thought.
    expect(response.headers.get("x-sluice-cost-usd")).toMatch(/^0\.0000/);
    expect(response.headers.get("x-sluice-warnings")).toBeNull();
  });

  it("passes a stream on byte for byte, events of tomorrow too", async () => {
    const fixture = fixtureOf(natives, "responses");
    replyStream(fixture.stream ?? []);
    const response = await post({ ...fixture.request, stream: true });
    expect(await response.text()).toBe((fixture.stream ?? []).map((event) => `${event}\n\n`).join(""));
  });

  it("leaves hosted tools, stored answers and templates to OpenAI", async () => {
    const body = {
      model: "gpt-5.4",
      previous_response_id: "resp_1",
      tools: [{ type: "web_search" }],
      prompt: { id: "pmpt_1" },
      input: [{ type: "item_reference", id: "msg_1" }],
      store: true,
    };
    replyJson(fixtureOf(natives, "responses").answer);
    expect((await post(body)).status).toBe(200);
    expect(lastSent()).toEqual(body);
  });

  it("gives the stock helper the same answer streamed as whole", async () => {
    for (const name of ["responses", "responses-tools"]) {
      const fixture = fixtureOf(natives, name);
      replyJson(fixture.answer);
      const whole = await openai.responses.create({ model: "gpt-5.4", input: "Hi" });
      // The helper raises at events that it does not know, whoever sends them.
      replyStream((fixture.stream ?? []).filter((event) => !event.includes("event_of_tomorrow")));
      const streamed = await openai.responses.stream({ model: "gpt-5.4", input: "Hi" }).finalResponse();
      expect(streamed.output_text).toBe(whole.output_text);
      expect(streamed.output).toMatchObject(whole.output);
      expect(streamed.usage).toEqual(whole.usage);
    }
  });

  it("ends a stream that breaks off with an error that counts on", async () => {
    const fixture = fixtureOf(natives, "responses");
    replyStream((fixture.stream ?? []).slice(0, 6));
    const text = await (await post({ ...fixture.request, stream: true })).text();
    const [, data] = /event: error\ndata: (.*)\n\n$/.exec(text) ?? [];
    expect(JSON.parse(data ?? "{}")).toMatchObject({
      type: "error",
      code: "provider_stream_broken",
      sequence_number: 6,
    });
  });

  it("streams what was to go on in the background only as long as its client is there, event by event as it came", async () => {
    const { stream = [] } = fixtureOf(natives, "responses");
    replyStream(stream);
    const response = await post({ model: "gpt-5.4", input: "Hi", background: true, stream: true });
    expect(await response.text()).toBe(stream.map((event) => `${event}\n\n`).join(""));
    expect(response.headers.get("x-sluice-warnings")).toContain("background");
    expect(lastSent().background).toBe(false);
  });

  it("says no to what would be fetched later", async () => {
    const error = await raised(() => openai.responses.create({ model: "gpt-5.4", input: "Hi", background: true }));
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(error.param).toBe("background");
  });
});

describe("over a server that knows chat alone", () => {
  it("answers with a whole response object", async () => {
    replyJson(chat({ content: "Hello.", reasoning_content: "Greet." }));
    const response = await openai.responses.create({
      model: "open-model",
      input: "Hi",
      instructions: "Be brief.",
      max_output_tokens: 50,
      metadata: { a: "b" },
    });
    expect(lastSent()).toEqual({
      model: "open-model",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hi" },
      ],
      max_tokens: 50,
    });
    expect(response).toMatchObject({
      id: expect.stringMatching(/^resp_[0-9a-f]{32}$/),
      object: "response",
      status: "completed",
      error: null,
      incomplete_details: null,
      instructions: "Be brief.",
      max_output_tokens: 50,
      metadata: { a: "b" },
      model: "open-model",
      parallel_tool_calls: true,
      tool_choice: "auto",
      tools: [],
      truncation: "disabled",
      output_text: "Hello.",
      output: [
        { type: "reasoning", summary: [{ type: "summary_text", text: "Greet." }] },
        {
          type: "message",
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: "Hello.", annotations: [] }],
        },
      ],
      usage: {
        input_tokens: 20,
        input_tokens_details: { cached_tokens: 8 },
        output_tokens: 9,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: 29,
      },
    });
  });

  it("says what is cut short, and what is lost", async () => {
    replyJson(chat({ content: "Hel" }, "length"));
    const { data, response } = await openai.responses
      .create({ model: "open-model", input: "Hi", store: true })
      .withResponse();
    expect(data).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
    expect(response.headers.get("x-sluice-warnings")).toContain("keeps no responses");
  });

  it("streams the events of the dialect, numbered without a gap", async () => {
    replyStream([
      chunk({ role: "assistant", reasoning_content: "Gre" }),
      chunk({ reasoning_content: "et." }),
      chunk({ content: "Hel" }),
      chunk({ content: "lo." }),
      chunk({}, "stop"),
      `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 9 } })}`,
      DONE,
    ]);
    const events = [];
    const stream = await openai.responses.create({ model: "open-model", input: "Hi", stream: true });
    for await (const event of stream) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.reasoning_summary_part.added",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.done",
      "response.reasoning_summary_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index));
    expect(events.at(-1)).toMatchObject({ response: { usage: { input_tokens: 20, output_tokens: 9 } } });
  });

  it("goes round with tools as the SDK writes the loop", async () => {
    const weather = zodResponsesFunction({ name: "weather", parameters: z.object({ place: z.string() }) });
    const input: ResponseInput = [{ role: "user", content: "Weather in Bonn and Rome?" }];
    replyStream([
      chunk({
        tool_calls: [{ index: 0, id: "call_a", type: "function", function: { name: "weather", arguments: "" } }],
      }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"place":"Bonn"}' } }] }),
      chunk({ tool_calls: [{ index: 1, id: "call_b", function: { name: "weather", arguments: '{"place":"Rome"}' } }] }),
      chunk({}, "tool_calls"),
      DONE,
    ]);
    const asked = await openai.responses.stream({ model: "open-model", input, tools: [weather] }).finalResponse();
    expect(lastSent().tools).toEqual([
      {
        type: "function",
        function: expect.objectContaining({ name: "weather", strict: true, parameters: expect.anything() }),
      },
    ]);
    const calls = asked.output.filter((item) => item.type === "function_call");
    expect(calls.map((each) => [each.call_id, each.parsed_arguments])).toEqual([
      ["call_a", { place: "Bonn" }],
      ["call_b", { place: "Rome" }],
    ]);
    for (const { parsed_arguments: _parsed, ...call } of calls) {
      input.push(call, { type: "function_call_output", call_id: call.call_id, output: "rain" });
    }
    replyJson(chat({ content: "Rain in both." }));
    const answer = await openai.responses.create({ model: "open-model", input, tools: [weather] });
    expect(answer.output_text).toBe("Rain in both.");
    expect(lastSent().messages.slice(1)).toMatchObject([
      { role: "assistant", tool_calls: [{ id: "call_a" }] },
      { role: "tool", tool_call_id: "call_a", content: "rain" },
      { role: "assistant", tool_calls: [{ id: "call_b" }] },
      { role: "tool", tool_call_id: "call_b", content: "rain" },
    ]);
  });

  it("parses structured outputs", async () => {
    replyJson(chat({ content: '{"answer":42}' }));
    const parsed = await openai.responses.parse({
      model: "open-model",
      input: "What?",
      text: { format: zodTextFormat(z.object({ answer: z.number() }), "reply") },
    });
    expect(parsed.output_parsed).toEqual({ answer: 42 });
    expect(lastSent().response_format).toMatchObject({
      type: "json_schema",
      json_schema: { name: "reply", strict: true, schema: { type: "object" } },
    });
  });

  it("refuses what the server could not do, and names the field", async () => {
    const error = await raised(() =>
      openai.responses.create({ model: "open-model", input: "Hi", previous_response_id: "resp_1" }),
    );
    expect(error).toBeInstanceOf(UnprocessableEntityError);
    expect(error).toMatchObject({ code: "untranslatable", param: "previous_response_id" });
  });
});

describe("over Anthropic", () => {
  it("gives text, calls and usage of a Messages answer, whole and streamed", async () => {
    for (const [name, fixture] of claudes) {
      if (!name.startsWith("llm") || fixture.stream === undefined) continue;
      replyStream(fixture.stream);
      const response = await openai.responses.stream({ model: "claude-opus-4-6", input: "Hi" }).finalResponse();
      const { text, toolCalls } = Object(fixture.streamed);
      expect(response.output_text).toBe(text ?? "");
      const calls = response.output.filter((item) => item.type === "function_call");
      expect(calls.map(({ call_id: id, name, arguments: json }) => ({ id, name, arguments: json }))).toEqual(
        toolCalls ?? [],
      );
    }
  });

  it("takes its own proof of thinking back through the client", async () => {
    const thought = { type: "thinking", thinking: "Let me see.", signature: "EqQBsig==" };
    const call = { type: "tool_use", id: "toolu_1", name: "weather", input: { place: "Bonn" } };
    const usage = { input_tokens: 5, output_tokens: 7 };
    const event = (payload: Record<string, unknown>) => `event: ${payload.type}\ndata: ${JSON.stringify(payload)}`;
    const tools = [{ type: "function" as const, name: "weather", parameters: { type: "object" }, strict: null }];
    const question = { role: "user" as const, content: "Weather in Bonn?" };
    const ask = { model: "claude-opus-4-6", tools, reasoning: { effort: "high" as const } };
    const whole = {
      type: "message",
      id: "msg_1",
      role: "assistant",
      model: "claude-opus-4-6",
      content: [thought, call],
      stop_reason: "tool_use",
      usage,
    };
    replyJson(whole);
    const answers = [await openai.responses.create({ ...ask, input: [question] })];
    replyStream([
      event({ type: "message_start", message: { ...whole, content: [], stop_reason: null } }),
      event({
        type: "content_block_start",
        index: 0,
        content_block: { type: "thinking", thinking: "", signature: "" },
      }),
      event({ type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Let me " } }),
      event({ type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "see." } }),
      event({
        type: "content_block_delta",
        index: 0,
        delta: { type: "signature_delta", signature: thought.signature },
      }),
      event({ type: "content_block_stop", index: 0 }),
      event({ type: "content_block_start", index: 1, content_block: { ...call, input: {} } }),
      event({
        type: "content_block_delta",
        index: 1,
        delta: { type: "input_json_delta", partial_json: '{"place":"Bonn"}' },
      }),
      event({ type: "content_block_stop", index: 1 }),
      event({ type: "message_delta", delta: { stop_reason: "tool_use" }, usage }),
      event({ type: "message_stop" }),
    ]);
    answers.push(await openai.responses.stream({ ...ask, input: [question] }).finalResponse());
    for (const answer of answers) {
      expect(answer.output).toMatchObject([
        {
          type: "reasoning",
          summary: [{ text: "Let me see." }],
          encrypted_content: expect.stringMatching(/^sluice\./),
        },
        { type: "function_call", call_id: "toolu_1", name: "weather", arguments: '{"place":"Bonn"}' },
      ]);
      replyJson({ ...whole, content: [{ type: "text", text: "Rain." }], stop_reason: "end_turn" });
      const input = [question, ...answer.output, { type: "function_call_output", call_id: "toolu_1", output: "rain" }];
      await openai.post("/responses", { body: { ...ask, input } });
      expect(lastSent().messages[1]).toMatchObject({ role: "assistant", content: [thought, call] });
    }
  });
});

describe("errors", () => {
  it("are the SDK's own classes, with what to do", async () => {
    const ask = (model: string) => raised(() => openai.responses.create({ model, input: "Hi" }));
    const limited = await ask("fault-429+retry-after-7");
    expect(limited).toBeInstanceOf(RateLimitError);
    expect(limited.headers?.get("retry-after")).toBe("7");
    expect(await ask("fault-401")).toMatchObject({ status: 502, code: "provider_auth_failed" });
    expect(await ask("no-such-model")).toBeInstanceOf(NotFoundError);
    expect(await raised(() => openai.responses.create({ model: "gpt-test", input: [] }))).toBeInstanceOf(
      BadRequestError,
    );
    expect(
      await raised(() => openai.responses.create({ model: "gpt-test", input: "Hi", temperature: 9 })),
    ).toMatchObject({ status: 400, param: "temperature" });
  });

  it("end a stream that breaks off: nobody takes it for whole", async () => {
    const seen: string[] = [];
    const error = await raised(async () => {
      const stream = await openai.responses.create({ model: "cut-after-2", input: "Hi", stream: true });
      for await (const event of stream) seen.push(event.type);
    });
    expect(error).toMatchObject({ code: "provider_stream_broken" });
    expect(seen.at(-1)).toBe("response.failed");
    expect(seen).not.toContain("response.completed");
    await expect(openai.responses.stream({ model: "cut-after-2", input: "Hi" }).finalResponse()).rejects.toThrow();
  });

  it("tell that nothing is kept to be fetched, cancelled or deleted", async () => {
    for (const run of [
      () => openai.responses.retrieve("resp_1"),
      () => openai.responses.delete("resp_1"),
      () => openai.responses.cancel("resp_1"),
    ]) {
      const error = await raised(run);
      expect(error).toBeInstanceOf(NotFoundError);
      expect(error.message).toContain("keeps no responses");
    }
  });
});

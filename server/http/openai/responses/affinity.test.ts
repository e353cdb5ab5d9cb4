import OpenAI, { ConflictError } from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { patientHealth } from "@/server/gateway/testing/patient-health";
import { type ReplayServer, startReplayServer } from "@/server/gateway/testing/replay-server";
import { startDataPlane } from "@/test/start-data-plane";

const KEYS = { first: "sk-account-one-000000", second: "sk-account-two-000000" };

let one: ReplayServer;
let two: ReplayServer;
let server: Awaited<ReturnType<typeof startDataPlane>>;
let openai: OpenAI;

beforeEach(async () => {
  one = await startReplayServer();
  two = await startReplayServer();
  const configs: [string, ReplayServer, string][] = [
    ["first", one, KEYS.first],
    ["second", two, KEYS.second],
  ];
  server = await startDataPlane(
    configs.map(([id, { url }, api_key]) => ({
      id,
      provider: "openai",
      values: { base_url: `${url}/v1`, api_key },
      models: [{ modelId: "gpt-5.4" }],
      config: { name: id, isDefault: id === "first" },
    })),
    { health: patientHealth({ share: 0, atFirst: 5, atMost: 5 }) },
  );
  openai = new OpenAI({ apiKey: server.apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });
});

afterEach(async () => {
  await server.close();
  await one.close();
  await two.close();
});

const responseOf = (id: string) => ({
  id,
  object: "response",
  created_at: 1,
  status: "completed",
  model: "gpt-5.4",
  output: [
    { type: "reasoning", id: `rs_${id}`, summary: [], encrypted_content: `proof of ${id} ${"x".repeat(200)}` },
    {
      type: "message",
      id: `msg_${id}`,
      role: "assistant",
      status: "completed",
      content: [{ type: "output_text", text: "Hello.", annotations: [] }],
    },
  ],
  usage: { input_tokens: 5, output_tokens: 3, total_tokens: 8 },
});

const answers = (upstream: ReplayServer, id: string) =>
  upstream.reply("*", { status: 200, contentType: "application/json", body: JSON.stringify(responseOf(id)) });
const streams = (upstream: ReplayServer, id: string) => {
  const events = [
    { type: "response.created", response: { id, model: "gpt-5.4" } },
    { type: "response.output_text.delta", delta: "Hello." },
    { type: "response.completed", response: responseOf(id) },
  ];
  const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
  upstream.reply("*", { status: 200, contentType: "text/event-stream", body });
};
const fails = (upstream: ReplayServer) =>
  upstream.reply("*", { status: 500, contentType: "application/json", body: '{"error":{"message":"out of order"}}' });
const create = (more: Partial<OpenAI.Responses.ResponseCreateParamsNonStreaming> = {}) =>
  openai.responses.create({ model: "gpt-5.4", input: "Hi", ...more });
const keysAt = ({ received }: ReplayServer) => received.map(({ headers }) => headers.authorization);

/** An answer of the second account, which is asked only because the first one fails. */
async function answeredBySecond(isStream = false) {
  fails(one);
  if (isStream) {
    streams(two, "resp_two");
    for await (const _ of await openai.responses.create({ model: "gpt-5.4", input: "Hi", stream: true }));
  } else {
    answers(two, "resp_two");
    await create();
  }
  one.received.length = 0;
  two.received.length = 0;
  answers(one, "resp_one");
}

describe("D47: what one provider account made never goes to another", () => {
  it.each([false, true])(
    "continues an answer where it was given, though another config comes first (streamed: %s)",
    async (isStream) => {
      await answeredBySecond(isStream);
      answers(two, "resp_three");
      expect((await create({ previous_response_id: "resp_two" })).id).toBe("resp_three");
      expect(keysAt(one)).toEqual([]);
      expect(keysAt(two)).toEqual([`Bearer ${KEYS.second}`]);
      // And that answer's own continuation again.
      await create({ previous_response_id: "resp_three" });
      expect(keysAt(one)).toEqual([]);
    },
  );

  it("sends encrypted reasoning and references to items to who made them, and new conversations as before", async () => {
    await answeredBySecond();
    const [reasoning] = responseOf("resp_two").output;
    const turn = { role: "user" as const, content: "And?" };
    await create({
      input: [
        { type: "reasoning", id: "rs_resp_two", summary: [], encrypted_content: reasoning?.encrypted_content ?? "" },
        turn,
      ],
    });
    await create({ input: [{ type: "item_reference", id: "msg_resp_two" }, turn] });
    expect(keysAt(one)).toEqual([]);
    expect(two.received).toHaveLength(2);
    await create();
    expect(keysAt(one)).toEqual([`Bearer ${KEYS.first}`]);
  });

  it("refuses with a typed 409 where that account fails, and shows the others nothing", async () => {
    await answeredBySecond();
    fails(two);
    const refused = await create({ previous_response_id: "resp_two" }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConflictError);
    expect(refused).toMatchObject({ status: 409, code: "affinity_lost" });
    expect(keysAt(one)).toEqual([]);
    expect(new Set(keysAt(two))).toEqual(new Set([`Bearer ${KEYS.second}`]));
  });

  it("refuses with a typed 409 where the model asked for is not at that account, and calls nobody", async () => {
    await answeredBySecond();
    const refused = create({ model: "first/gpt-5.4", previous_response_id: "resp_two" });
    await expect(refused).rejects.toMatchObject({ status: 409, code: "affinity_lost" });
    expect([...keysAt(one), ...keysAt(two)]).toEqual([]);
  });

  it("refuses a request that mixes the state of two accounts", async () => {
    await answeredBySecond();
    await create();
    one.received.length = 0;
    const input = [
      { type: "item_reference" as const, id: "msg_resp_one" },
      { type: "item_reference" as const, id: "msg_resp_two" },
    ];
    await expect(create({ input })).rejects.toMatchObject({ status: 409, code: "affinity_lost" });
    expect([...keysAt(one), ...keysAt(two)]).toEqual([]);
  });

  it("never hands state of unknown origin on: it goes to the first config, and fails there", async () => {
    fails(one);
    answers(two, "resp_two");
    await expect(create({ previous_response_id: "resp_of_before_the_start" })).rejects.toMatchObject({
      status: 409,
      code: "affinity_lost",
    });
    expect(one.received.length).toBeGreaterThan(0);
    expect(keysAt(two)).toEqual([]);
  });

  it("writes into the request's route who was left out, and why", async () => {
    await answeredBySecond();
    await create({ previous_response_id: "resp_two" });
    await server.ledger.flush();
    const { route } = [...server.store.requests.values()].at(-1) ?? {};
    expect(route?.candidates).toMatchObject([
      { providerConfigName: "second", outcome: "chosen" },
      { providerConfigName: "first", outcome: "rejected", code: "made_elsewhere" },
    ]);
  });
});

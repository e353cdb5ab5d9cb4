import type { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDataPlane } from "@/test/start-data-plane";
import { startAimock } from "./aimock";
import { FAMILIES, providersAt } from "./families";
import type { Outcome } from "./outcome";

/** Where a client calls, and what. */
export interface Target {
  /** Without a path. */
  url: string;
  apiKey: string;
  model: string;
}

export type Call = (target: Target) => Promise<Outcome>;

/** What a client can do, each in the ways it has; `loop` runs the tools itself until the answer comes, `recipe` is a structured answer. */
export interface Client {
  name: string;
  greeting: Record<string, Call>;
  weather: Record<string, Call>;
  weatherFound: Record<string, Call>;
  /** The recipe as JSON text, however it was had. */
  recipe: Record<string, Call>;
}

const QUESTIONS = ["greeting", "weather", "weatherFound", "recipe"] as const;

/** Every way of a client over every family of upstreams: the same text, tool calls and usage as that family gives without Sluice. */
export function describeClient(client: Client): void {
  let upstream: LLMock;
  let sluice: Awaited<ReturnType<typeof startDataPlane>>;

  beforeAll(async () => {
    upstream = await startAimock();
    sluice = await startDataPlane(providersAt(upstream.url));
  });
  afterAll(async () => {
    await sluice.close();
    await upstream.stop();
  });

  for (const family of FAMILIES) {
    describe(`${client.name} over ${family.name}`, () => {
      for (const { question, way, call } of callsOf(client)) {
        it(`${question}, ${way}: the same text, tool calls and usage as without Sluice`, async () => {
          const target = { url: sluice.url, apiKey: sluice.apiKey, model: family.modelId };
          const outcome = await call(target);
          const expected = await family.ask(upstream.url, question);
          expect(outcome).toEqual(outcome.usage === null ? { ...expected, usage: null } : expected);
        });
      }
    });
  }
}

function callsOf(client: Client) {
  return QUESTIONS.flatMap((question) =>
    Object.entries(client[question]).map(([way, call]) => ({ question, way, call })),
  );
}

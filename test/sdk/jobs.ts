import { z } from "zod";

/** What every client is given to do; `aimock.ts` knows the answers. */
export const SYSTEM = "Answer as a pirate.";
export const GREETING = "Say hello to the world.";
export const WEATHER_QUESTION = "What is the weather in Paris and in Zürich?";
export const RECIPE_QUESTION = "Give me a recipe.";

export const WEATHER_TOOL = {
  name: "get_weather",
  description: "The weather in a city.",
  parameters: {
    type: "object" as const,
    properties: {
      city: { type: "string", description: "Its name" },
      days: { type: "integer", description: "How far ahead" },
    },
    required: ["city"],
    additionalProperties: false,
  },
};

export const weatherArguments = z.object({ city: z.string(), days: z.number().optional() });

/** What the tool answers; throws for a city that nobody asked for. */
export function findWeather(input: unknown): string {
  const { city } = weatherArguments.parse(input);
  if (city === "Paris") return "18 °C";
  if (city === "Zürich") return "7 °C";
  throw new Error(`Nobody asked for the weather in ${city}`);
}

export const recipe = z.object({ name: z.string(), minutes: z.number() });
export const RECIPE_JSON = JSON.stringify({ name: "Rösti 🥔", minutes: 25 });
export const RECIPE_SCHEMA = {
  type: "object",
  properties: { name: { type: "string" }, minutes: { type: "number" } },
  required: ["name", "minutes"],
  additionalProperties: false,
} as const;

/** The questions by what they come to; "weatherFound" is the answer to what the tools gave. */
export type Question = "greeting" | "weather" | "weatherFound" | "recipe";

export const QUESTIONS: Readonly<Record<Question, string>> = {
  greeting: GREETING,
  weather: WEATHER_QUESTION,
  weatherFound: WEATHER_QUESTION,
  recipe: RECIPE_QUESTION,
};

/** The tool calls of the weather question as they stand in a conversation, with what they gave. */
export const FOUND = [
  { id: "call_1", input: { city: "Paris" } },
  { id: "call_2", input: { city: "Zürich", days: 2 } },
].map((call) => ({ ...call, result: findWeather(call.input) }));

export function hasTools(question: Question): boolean {
  return question === "weather" || question === "weatherFound";
}

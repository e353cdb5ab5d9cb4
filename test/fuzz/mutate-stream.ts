import { mutateJson, mutateText } from "./mutate-json";
import type { SeededRandom } from "./seeded-random";

/** Lines that a server might put between, after or instead of its events. */
const INTRUDERS = [
  ": ping",
  "event: ping\ndata: {}",
  "data:",
  "data: null",
  "data: []",
  "data: 0",
  "data: [DONE]",
  "data: {}",
  "event: error\ndata: {}",
  'data: {"error":null}',
  'data: {"error":{"message":"Overloaded","type":"overloaded_error","code":529}}',
  'data: {"error":"went wrong"}',
  'data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
  'data: {"detail":"went wrong"}',
  "id: 1\nretry: 10",
  "nonsense without a colon",
];

/** The events of a stream with one to four things wrong: lost, doubled, swapped, changed inside, or others between. */
export function mutateEvents(events: readonly string[], random: SeededRandom): string[] {
  const mutated = [...events];
  const times = 1 + random.below(4);
  for (let time = 0; time < times; time++) {
    const at = random.below(mutated.length || 1);
    const event = mutated[at] ?? "";
    switch (random.below(7)) {
      case 0:
        mutated.splice(at, 1);
        break;
      case 1:
        mutated.splice(at, 0, event);
        break;
      case 2:
        mutated.splice(at, 1);
        mutated.splice(random.below(mutated.length + 1), 0, event);
        break;
      case 3:
        mutated.splice(at, 0, random.pick(INTRUDERS));
        break;
      case 4:
        mutated.splice(at);
        break;
      default:
        mutated[at] = mutatePayload(event, random);
    }
  }
  return mutated;
}

/** An event's payload, of whatever framing, changed inside. */
function mutatePayload(event: string, random: SeededRandom): string {
  const at = event.indexOf("{");
  if (at < 0) return mutateText(event, random);
  const value = parse(event.slice(at));
  return event.slice(0, at) + (value === undefined ? mutateText(event.slice(at), random) : mutateJson(value, random));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same bytes in up to six pieces. */
export function splitAnywhere(bytes: Buffer, random: SeededRandom): Buffer[] {
  const cuts = Array.from({ length: random.below(6) }, () => random.below(bytes.length + 1)).toSorted((a, b) => a - b);
  return [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index] ?? bytes.length));
}

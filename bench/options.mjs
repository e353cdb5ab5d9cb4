import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- [options]
  --only=<targets>   of direct, raw, sluice, sluice-gateway, portkey, litellm, bifrost, micro; a part of a run checks a part of the aims
  --seconds=<n>      of load for each measure of throughput (8)
  --rounds=<n>       of which the median counts (3)
  --quick            one short round, to see that everything works
  --million          a million requests through Sluice, and its memory on the way
  --no-build         measure the build that is there`;

const SIZES = {
  full: { seconds: 8, rounds: 3, latencyCount: 3_000, firstTokenCount: 500, chunks: 20_000, exactRequests: 50_000 },
  quick: { seconds: 2, rounds: 1, latencyCount: 1_000, firstTokenCount: 100, chunks: 5_000, exactRequests: 5_000 },
};

/** What a run does. Throws for what it does not know. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      seconds: { type: "string" },
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      million: { type: "boolean", default: false },
      "no-build": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const sizes = values.quick ? SIZES.quick : SIZES.full;
  return {
    ...sizes,
    seconds: positive("seconds", values.seconds) ?? sizes.seconds,
    rounds: positive("rounds", values.rounds) ?? sizes.rounds,
    only: values.only?.split(",").map((name) => name.trim()),
    isQuick: values.quick,
    isMillion: values.million,
    isHelp: values.help,
  };
}

function positive(name, text) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${name} must be a whole number from 1 on, not "${text}".`);
  return number;
}

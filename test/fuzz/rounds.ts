import { z } from "zod";

/** Mutations of each seed: few with every run of the suite, 1,000 with the fault tests. */
export const ROUNDS = z.coerce.number().int().positive().default(100).parse(process.env.SLUICE_FUZZ_ROUNDS);

import { z } from "zod";

/** What a client may write as `model`. Bounded, because it is kept with every request. */
export const requestedModel = z
  .string()
  .min(1, 'name a model, or send "auto" for the tenant\'s default')
  .max(300, "a model's name has at most 300 characters");

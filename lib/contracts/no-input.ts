import { z } from "zod";

/** For what takes none: a caller who sends fields nevertheless is told so. */
export const noInput = z.strictObject({}).optional();

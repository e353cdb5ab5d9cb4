import type { z } from "zod";
import type { verifyProviderInput } from "@/lib/contracts/provider-config";
import type { VerificationReport } from "@/lib/contracts/verification";
import { requireProvider } from "@/server/services/providers/require-provider";
import type { ServiceContext } from "@/server/services/service-context";
import { checkConfigValues } from "./check-config-values";
import { requireProviderConfig } from "./require-provider-config";
import { runVerification } from "./run-verification";
import { openValues } from "./stored-values";

/** Tests form values without saving anything. With `id`, blank secrets come from that config, unless its address changed. */
export async function verifyProviderValues(
  context: ServiceContext,
  input: z.infer<typeof verifyProviderInput>,
): Promise<VerificationReport> {
  const row = input.id === undefined ? undefined : await requireProviderConfig(context, input.id);
  const definition = requireProvider(row?.provider ?? input.provider);
  const values = checkConfigValues({
    definition,
    given: input.config,
    stored: row && (await openValues(context, row)),
    checkUrl: context.egress.check,
  });
  return runVerification(context, definition, values);
}

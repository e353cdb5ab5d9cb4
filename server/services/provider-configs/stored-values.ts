import { z } from "zod";
import { AppError, isAppError } from "@/lib/contracts/errors";
import { configPlace } from "@/server/gateway";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConfigValues } from "./check-config-values";

/** Whose values, and what opens them. */
interface Holder {
  actor: { tenantId: string };
  vault: ServiceContext["vault"];
}

const formValues = z.record(z.string(), z.string());

/** Encrypts a form for the row that is to hold it; the ciphertext can't be moved to another row or tenant. */
export function sealValues({ actor, vault }: Holder, configId: string, values: ConfigValues): Promise<string> {
  return vault.encrypt(actor.tenantId, configPlace(configId), JSON.stringify(values));
}

/** The stored form, or undefined when it can't be decrypted: such a row must not break anything around it. */
export async function openValues(
  { actor, vault }: Holder,
  row: { id: string; encryptedConfig: string },
): Promise<ConfigValues | undefined> {
  try {
    const plain = await vault.decrypt(actor.tenantId, configPlace(row.id), row.encryptedConfig);
    return formValues.parse(JSON.parse(plain.reveal()));
  } catch (error) {
    if (isAppError(error) && error.code === "undecryptable") return undefined;
    throw error;
  }
}

/** As `openValues`, but throws `undecryptable` with what to do. */
export async function requireValues(
  context: Holder,
  row: { id: string; name: string; encryptedConfig: string },
): Promise<ConfigValues> {
  const values = await openValues(context, row);
  if (values) return values;
  throw new AppError(
    "undecryptable",
    `The stored secret of "${row.name}" can't be read with the present encryption key. Edit the provider and enter it again.`,
  );
}

import type { z } from "zod";
import { priceDocument } from "@/lib/contracts/price";
import type { setModelPriceInput, TenantModelView } from "@/lib/contracts/tenant-model";
import { modelNotFound } from "@/server/services/prices/model-not-found";
import { removePriceOverrides } from "@/server/services/prices/remove-price-overrides";
import { setPriceOverride } from "@/server/services/prices/set-price-override";
import type { ServiceContext } from "@/server/services/service-context";
import { listTenantModels } from "./list-tenant-models";

/** Sets the tenant's own price from now on, which no sync replaces; `null` returns to the price book's. What was charged before stays as it was. */
export async function setModelPrice(
  context: ServiceContext,
  { id, pricesPerMillion }: z.infer<typeof setModelPriceInput>,
): Promise<TenantModelView> {
  if (pricesPerMillion)
    await setPriceOverride(context, {
      modelRowId: id,
      document: priceDocument.parse({ unitsPerMillion: pricesPerMillion }),
    });
  else await removePriceOverrides(context, { modelRowId: id });
  const view = (await listTenantModels(context, {})).find((model) => model.id === id);
  if (!view) throw modelNotFound();
  return view;
}

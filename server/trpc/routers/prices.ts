import { z } from "zod";
import { noInput } from "@/lib/contracts/no-input";
import {
  modelRowInput,
  operatorPrices,
  priceBookEntry,
  repricingInput,
  repricingPreview,
  setCurrencyRateInput,
  setPriceOverrideInput,
  setProviderPriceInput,
  setUnpricedPolicyInput,
  unpricedQueue,
} from "@/lib/contracts/price-book";
import { acceptRefusedPrice } from "@/server/services/prices/accept-refused-price";
import { listPriceBook } from "@/server/services/prices/list-price-book";
import { listUnpriced } from "@/server/services/prices/list-unpriced";
import { listOperatorPrices, setCurrencyRate, setProviderPrice } from "@/server/services/prices/operator-prices";
import { previewRepricing } from "@/server/services/prices/preview-repricing";
import { removePriceOverrides } from "@/server/services/prices/remove-price-overrides";
import { setPriceOverride } from "@/server/services/prices/set-price-override";
import { setUnpricedPolicy } from "@/server/services/prices/set-unpriced-policy";
import { startRepricing } from "@/server/services/prices/start-repricing";
import { operatorProcedure, router, tenantProcedure } from "@/server/trpc/procedures";

export const pricesRouter = router({
  book: tenantProcedure("models.read")
    .input(noInput)
    .output(z.array(priceBookEntry))
    .query(({ ctx }) => listPriceBook(ctx)),
  unpriced: tenantProcedure("models.read")
    .input(noInput)
    .output(unpricedQueue)
    .query(({ ctx }) => listUnpriced(ctx)),
  setPolicy: tenantProcedure("models.write")
    .input(setUnpricedPolicyInput)
    .output(setUnpricedPolicyInput)
    .mutation(({ ctx, input }) => setUnpricedPolicy(ctx, input)),
  setOverride: tenantProcedure("models.write")
    .input(setPriceOverrideInput)
    .output(z.void())
    .mutation(({ ctx, input }) => setPriceOverride(ctx, input)),
  removeOverrides: tenantProcedure("models.write")
    .input(modelRowInput)
    .output(z.object({ removed: z.number().int() }))
    .mutation(({ ctx, input }) => removePriceOverrides(ctx, input)),
  acceptRefused: tenantProcedure("models.write")
    .input(modelRowInput)
    .output(modelRowInput)
    .mutation(({ ctx, input }) => acceptRefusedPrice(ctx, input)),
  previewRepricing: tenantProcedure("models.read")
    .input(repricingInput)
    .output(repricingPreview)
    .query(({ ctx, input }) => previewRepricing(ctx, input)),
  reprice: tenantProcedure("models.write")
    .input(repricingInput)
    .output(z.object({ jobId: z.string() }))
    .mutation(({ ctx, input }) => startRepricing(ctx, input)),
  operator: operatorProcedure
    .input(noInput)
    .output(operatorPrices)
    .query(({ ctx }) => listOperatorPrices(ctx)),
  setProviderPrice: operatorProcedure
    .input(setProviderPriceInput)
    .output(operatorPrices)
    .mutation(({ ctx, input }) => setProviderPrice(ctx, input)),
  setCurrencyRate: operatorProcedure
    .input(setCurrencyRateInput)
    .output(operatorPrices)
    .mutation(({ ctx, input }) => setCurrencyRate(ctx, input)),
});

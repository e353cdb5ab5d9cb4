import { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import {
  type OperatorPricesView,
  refusedCatalogPrice,
  type setCurrencyRateInput,
  type setProviderPriceInput,
} from "@/lib/contracts/price-book";
import { type OperatorContext, operatorActor } from "@/server/services/audit/operator-actor";
import { writeAudit } from "@/server/services/audit/write-audit";
import { REFUSED_KEY } from "@/server/services/catalog/seed-catalog";

/** What the operator sets for every tenant: prices for whatever a provider sells, and rates of exchange. */
export async function listOperatorPrices({ database }: Pick<OperatorContext, "database">): Promise<OperatorPricesView> {
  const { asSystem } = database;
  const providers = await asSystem.llmProvider.findMany({
    orderBy: { displayName: "asc" },
    include: { pricing: true },
  });
  const rates = await asSystem.currencyRate.findMany({ orderBy: [{ currency: "asc" }, { asOf: "desc" }] });
  const refused = await asSystem.systemSetting.findUnique({ where: { key: REFUSED_KEY } });
  return {
    providers: providers.map(({ name, displayName, pricing }) => ({
      provider: name,
      displayName,
      price: pricing && {
        currency: pricing.currency,
        inputPerMillion: pricing.inputPricePerToken.mul(1_000_000).toFixed(),
        outputPerMillion: pricing.outputPricePerToken.mul(1_000_000).toFixed(),
        lastUpdated: pricing.lastUpdated,
      },
    })),
    rates: rates.map((rate) => ({
      currency: rate.currency,
      asOf: rate.asOf.toISOString().slice(0, 10),
      usdPerUnit: rate.usdPerUnit.toFixed(),
      source: rate.source,
    })),
    refused: z
      .array(refusedCatalogPrice)
      .catch([])
      .parse(refused?.value ?? []),
  };
}

/** The last step of every tenant's price book for chat models of the provider; null takes it away. */
export async function setProviderPrice(
  context: OperatorContext & { now(): Date },
  { provider, price }: z.infer<typeof setProviderPriceInput>,
): Promise<OperatorPricesView> {
  const { asSystem } = context.database;
  const row = await asSystem.llmProvider.findUnique({ where: { name: provider } });
  if (!row) throw new AppError("not_found", `The catalog has no provider "${provider}".`, { param: "provider" });
  if (
    price &&
    price.currency !== "USD" &&
    (await asSystem.currencyRate.count({ where: { currency: price.currency } })) === 0
  )
    throw new AppError(
      "invalid_request",
      `No rate of exchange is known for ${price.currency}. Enter one first, or give the price in USD.`,
      { param: "price.currency" },
    );
  await asSystem.$transaction(async (tx) => {
    await tx.pricingInfo.deleteMany({ where: { providerId: row.id } });
    if (price)
      await tx.pricingInfo.create({
        data: {
          providerId: row.id,
          inputPricePerToken: perToken(price.inputPerMillion),
          outputPricePerToken: perToken(price.outputPerMillion),
          currency: price.currency,
          lastUpdated: context.now(),
        },
      });
    await writeAudit(tx, operatorActor(context), {
      action: "provider_price.set",
      targetId: row.id,
      targetName: row.displayName,
      changes: { price },
    });
  });
  return listOperatorPrices(context);
}

/** Prices in the currency are converted with it from that day on. */
export async function setCurrencyRate(
  context: OperatorContext,
  { currency, asOf, usdPerUnit, source }: z.infer<typeof setCurrencyRateInput>,
): Promise<OperatorPricesView> {
  if (/^0*(\.0*)?$/.test(usdPerUnit))
    throw new AppError("invalid_request", "A rate of exchange is more than 0.", { param: "usdPerUnit" });
  const day = new Date(`${asOf}T00:00:00Z`);
  await context.database.asSystem.$transaction(async (tx) => {
    await tx.currencyRate.upsert({
      where: { currency_asOf: { currency, asOf: day } },
      create: { currency, asOf: day, usdPerUnit, source },
      update: { usdPerUnit, source },
    });
    await writeAudit(tx, operatorActor(context), {
      action: "currency_rate.set",
      targetId: null,
      targetName: currency,
      changes: { asOf, usdPerUnit, source },
    });
  });
  return listOperatorPrices(context);
}

/** A decimal per million as one per token, exactly: the point moves six places. */
function perToken(perMillion: string): string {
  const [whole = "0", fraction = ""] = perMillion.split(".");
  const digits = whole.padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}${fraction}`;
}

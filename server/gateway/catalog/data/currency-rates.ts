import type { CurrencyRate } from "@/server/gateway/prices/convert-currency";

const ECB = "European Central Bank, euro reference rates";
const AS_OF = "2025-06-30";

/**
 * Where an installation starts from; the operator enters newer ones. Of that day's reference rates (1 EUR = 1.1720 USD = 8.3970 CNY =
 * 0.85550 GBP = 169.17 JPY) the cross rate over the euro, to nine digits.
 */
export const CURRENCY_RATES: readonly CurrencyRate[] = [
  { currency: "EUR", asOf: AS_OF, usdPerUnit: "1.172", source: ECB },
  { currency: "CNY", asOf: AS_OF, usdPerUnit: "0.139573657", source: ECB },
  { currency: "GBP", asOf: AS_OF, usdPerUnit: "1.369959088", source: ECB },
  { currency: "JPY", asOf: AS_OF, usdPerUnit: "0.006927942", source: ECB },
];

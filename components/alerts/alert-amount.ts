import { ALERT_UNITS, type AlertMetric } from "@/lib/contracts/alert";
import { formatNanoUsd, parseUsd } from "@/lib/contracts/money";

/** A metric's whole number as people write it in its unit: dollars, per cent, milliseconds or a count. */
export function toAmount(metric: AlertMetric, value: string): string {
  switch (ALERT_UNITS[metric]) {
    case "nano_usd":
      return formatNanoUsd(value);
    case "basis_points":
      return String(Number(value) / 100);
    default:
      return value;
  }
}

/** The inverse; undefined when it is not an amount of the unit. At most all requests can fail. */
export function fromAmount(metric: AlertMetric, text: string): string | undefined {
  const written = text.trim();
  switch (ALERT_UNITS[metric]) {
    case "nano_usd":
      return parseUsd(written)?.toString();
    case "basis_points": {
      if (!/^\d{1,3}(\.\d{1,2})?$/.test(written)) return undefined;
      const points = Math.round(Number(written) * 100);
      return points <= 10_000 ? String(points) : undefined;
    }
    default:
      return /^\d{1,12}$/.test(written) ? String(BigInt(written)) : undefined;
  }
}

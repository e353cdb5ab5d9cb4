import type { BudgetBook } from "@/server/gateway/budgets/create-budget-book";
import type { ResponseCache } from "@/server/gateway/cache/create-response-cache";
import type { ConfigEntry } from "@/server/gateway/config/config-store";
import type { ConfigSnapshot } from "@/server/gateway/config/create-config-snapshot";
import type { Egress } from "@/server/gateway/egress/create-egress";
import type { Health } from "@/server/gateway/health/create-health";
import type { Ledger } from "@/server/gateway/ledger/create-ledger";
import type { Limiter } from "@/server/gateway/limits/create-limiter";
import type { Origins } from "@/server/gateway/routing/create-origins";
import type { SpeedMeter } from "@/server/gateway/routing/create-speed-meter";
import type { Credentials, ProviderDefinition } from "@/server/gateway/spec/provider";

/** What every call needs, put together once. */
export interface GatewayParts {
  snapshot: ConfigSnapshot;
  ledger: Ledger;
  egress: Egress;
  limiter: Limiter;
  health: Health;
  speed: SpeedMeter;
  origins: Origins;
  cache: ResponseCache;
  budgets: BudgetBook;
  findProvider(id: string): ProviderDefinition | undefined;
  /** Whether the operator lends a key of its own for a provider. */
  hasSystemKey(provider: string): boolean;
  /** Decrypted, from a small cache that forgets within a minute. Throws `undecryptable`. */
  credentials(
    tenantId: string,
    config: ConfigEntry,
    definition: ProviderDefinition,
  ): Credentials | Promise<Credentials>;
}

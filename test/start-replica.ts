import { connectRedis } from "@/server/gateway/limits/connect-redis";
import { createLimiter, type Limiter } from "@/server/gateway/limits/create-limiter";
import { createRedisLimits } from "@/server/gateway/limits/redis-limits";
import { Secret } from "@/server/gateway/spec/secret";

export interface Replica {
  limiter: Limiter;
  /** What it told the operator. */
  told: string[];
}

export interface ReplicaOptions {
  /** This replica's own clock. */
  now?: () => number;
  /** In Redis's place. */
  redisClock?: () => number;
  heartbeatMs?: number;
}

/** A replica's limiter with a connection of its own, as the composition root makes it. */
export async function startReplica(
  url: string,
  { now = Date.now, redisClock, heartbeatMs }: ReplicaOptions = {},
): Promise<Replica> {
  const link = await connectRedis(new Secret(url));
  const told: string[] = [];
  const limiter = createLimiter({
    redis: {
      limits: createRedisLimits(link, redisClock),
      reconnect: link.reconnect,
      close: link.close,
      ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
    },
    log: (level, message) => told.push(`${level}: ${message}`),
    now,
  });
  return { limiter, told };
}

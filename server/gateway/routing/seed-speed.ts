import type { SpeedMeter } from "./create-speed-meter";
import type { SpeedStore } from "./speed-store";

/** Older figures tell of another day's load. */
const LOOK_BACK_MS = 24 * 60 * 60_000;

/** Gives the meter what attempts of the last day tell, so that a restart does not make every model look unmeasured. What was measured meanwhile stays. */
export async function seedSpeed(meter: SpeedMeter, store: SpeedStore, now: Date): Promise<void> {
  for (const { providerConfigId, model, ...speed } of await store.loadSince(new Date(now.getTime() - LOOK_BACK_MS)))
    meter.seed(providerConfigId, model, speed);
}

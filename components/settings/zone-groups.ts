import type { ComboboxGroup } from "@/components/ui/combobox";

/** The IANA zones that this browser knows, by continent; with UTC first, and the stored zone even when the browser lacks it. */
export function zoneGroups(stored: string | null): ComboboxGroup[] {
  const zones = new Set(["UTC", ...(stored ? [stored] : []), ...Intl.supportedValuesOf("timeZone")]);
  const groups = new Map<string, ComboboxGroup>();
  for (const zone of zones) {
    const [continent = zone, ...place] = zone.split("/");
    const label = place.length > 0 ? continent : "UTC";
    const group = groups.get(label) ?? { label, options: [] };
    group.options.push({ value: zone, label: zone.replaceAll("_", " ") });
    groups.set(label, group);
  }
  return [...groups.values()];
}

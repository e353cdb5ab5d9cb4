import ipaddr from "ipaddr.js";

/**
 * `public`: routable on the internet. `private`: anything else a packet could reach (loopback, LAN, carrier NAT, tunnels, test ranges).
 * `metadata`: link-local and the fixed addresses where clouds hand out credentials.
 */
export type AddressClass = "public" | "private" | "metadata";

/** AWS and GCP over IPv6, EKS pod identity, Alibaba, Azure's wire server (a public unicast address), Oracle classic. */
const METADATA_ADDRESSES = new Set([
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
]);

const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parse("2000::");
const NAT64 = ipaddr.IPv6.parse("64:ff9b::");
const SIX_TO_FOUR = ipaddr.IPv6.parse("2002::");
const IPV4_COMPATIBLE = ipaddr.IPv6.parse("::");

/** Where an IP address (no brackets) leads. Text that is not an IP address counts as private: what can't be judged is not let out. */
export function classifyAddress(address: string): AddressClass {
  if (!ipaddr.isValid(address)) return "private";
  const ip = ipaddr.parse(address);
  if (ip.kind() === "ipv4") return classifyIpv4(ip.toString());

  const v6 = ipaddr.IPv6.parse(address);
  const inner = embeddedIpv4(v6);
  if (inner !== undefined) {
    const innerClass = classifyIpv4(inner);
    if (innerClass === "metadata") return "metadata";
    return v6.isIPv4MappedAddress() ? innerClass : "private";
  }
  if (v6.range() === "linkLocal" || METADATA_ADDRESSES.has(v6.toString())) return "metadata";
  if (v6.zoneId !== undefined) return "private";
  return v6.match(GLOBAL_UNICAST_V6, 3) && v6.range() === "unicast" ? "public" : "private";
}

function classifyIpv4(address: string): AddressClass {
  const ip = ipaddr.IPv4.parse(address);
  const range = ip.range();
  if (range === "linkLocal" || METADATA_ADDRESSES.has(ip.toString())) return "metadata";
  return range === "unicast" ? "public" : "private";
}

/** The IPv4 address a translator or tunnel would send the packet to. */
function embeddedIpv4(ip: ipaddr.IPv6): string | undefined {
  const bytes = ip.toByteArray();
  if (ip.isIPv4MappedAddress() || ip.match(NAT64, 96)) return bytes.slice(12).join(".");
  if (ip.match(SIX_TO_FOUR, 16)) return bytes.slice(2, 6).join(".");
  if (ip.match(IPV4_COMPATIBLE, 96)) return bytes.slice(12).join(".");
  return undefined;
}

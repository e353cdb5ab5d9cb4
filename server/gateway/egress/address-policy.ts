import ipaddr from "ipaddr.js";
import { AppError } from "@/lib/contracts/errors";
import { classifyAddress } from "./classify-address";

export interface Destination {
  origin: string;
  /** Lower case, without brackets or a trailing dot. */
  host: string;
  port: number;
}

export interface AddressPolicy {
  /** Judges what can be judged without DNS. Throws `egress_blocked`. */
  check(url: URL): Destination;
  /** Judges an address a name resolved to. Returns the refusal, or undefined when it may be dialled. */
  refuse(host: string, port: number, address: string): AppError | undefined;
}

const METADATA_NAMES = new Set([
  "metadata.google.internal",
  "metadata.goog",
  "metadata",
  "instance-data",
  "instance-data.ec2.internal",
]);

/**
 * The operator's rule of where a packet may go. `allowPrivateHosts` holds `host:port` entries (`host` alone means any port);
 * `isOffline` refuses everything that is not among them. Cloud metadata is refused even when listed.
 */
export function createAddressPolicy(options: {
  allowPrivateHosts: readonly string[];
  isOffline: boolean;
}): AddressPolicy {
  const allowed = new Set(options.allowPrivateHosts.map(normaliseEntry).filter((entry) => entry !== ""));

  const isListed = (host: string, port: number) => allowed.has(`${host}:${port}`) || allowed.has(host);

  function refuse(host: string, port: number, address: string): AppError | undefined {
    const addressClass = classifyAddress(address);
    if (addressClass === "metadata") return metadataRefused(host);
    if (isListed(host, port)) return undefined;
    if (options.isOffline) return offlineRefused(host, port);
    return addressClass === "public" ? undefined : privateRefused(host, port);
  }

  return {
    check(url) {
      const host = normaliseHost(url.hostname);
      const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
      if (METADATA_NAMES.has(host)) throw metadataRefused(host);
      if (isIpAddress(host)) {
        const refusal = refuse(host, port, host);
        if (refusal !== undefined) throw refusal;
      } else if (!isListed(host, port)) {
        if (options.isOffline) throw offlineRefused(host, port);
        if (host === "localhost" || host.endsWith(".localhost")) throw privateRefused(host, port);
      }
      return { origin: url.origin, host, port };
    },

    refuse,
  };
}

/** The hostname of a parsed URL is an address exactly if it has a colon or only digits and dots: every other spelling is normalised away. */
export function isIpAddress(host: string): boolean {
  return host.includes(":") || /^[\d.]+$/.test(host);
}

function normaliseHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

/** "LOCALHOST:8000", "[::1]:8000", "http://10.0.0.5:8000" and "10.0.0.5" all end in the form that `isListed` looks up. */
function normaliseEntry(entry: string): string {
  const bare = entry
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/\/.*$/, "");
  const match = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(bare);
  if (match === null) return ipaddr.isValid(bare) ? ipaddr.parse(bare).toString() : "";
  const host = normaliseHost(match[1] ?? "");
  const canonical = ipaddr.isValid(host) ? ipaddr.parse(host).toString() : host;
  return match[2] === undefined ? canonical : `${canonical}:${match[2]}`;
}

function privateRefused(host: string, port: number): AppError {
  return new AppError(
    "egress_blocked",
    `${host}:${port} is not on the public internet, and the operator has not allowed it. Use a public address, or ask the operator to add "${host}:${port}" to SLUICE_ALLOW_PRIVATE_HOSTS.`,
  );
}

function offlineRefused(host: string, port: number): AppError {
  return new AppError(
    "egress_blocked",
    `Sluice runs offline, and ${host}:${port} is not on the operator's list. Use a server in your own network, or ask the operator to add "${host}:${port}" to SLUICE_ALLOW_PRIVATE_HOSTS.`,
  );
}

function metadataRefused(host: string): AppError {
  return new AppError(
    "egress_blocked",
    `${host} leads to a cloud metadata service, which is never allowed. Use the provider's own address.`,
  );
}

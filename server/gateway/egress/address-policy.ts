import ipaddr from "ipaddr.js";
import { AppError } from "@/lib/contracts/errors";
import { classifyAddress } from "./classify-address";

export interface Destination {
  url: URL;
  /** Lower case, without brackets or a trailing dot. */
  host: string;
  port: number;
}

export interface AddressPolicy {
  /** Judges what can be judged without DNS. Throws `invalid_request` (not a usable URL) or `egress_blocked`. */
  check(url: string): Destination;
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
    check(text) {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined) {
        throw new AppError(
          "invalid_request",
          "The base URL is not a valid URL. Write it like https://api.example.com/v1.",
          { param: "base_url" },
        );
      }
      if (url.protocol !== "https:" && url.protocol !== "http:") {
        throw new AppError("invalid_request", "The base URL must begin with https:// or http://.", {
          param: "base_url",
        });
      }
      if (url.username !== "" || url.password !== "") {
        throw new AppError(
          "invalid_request",
          "The base URL must not hold a user name or password. Put the key in its own field.",
          { param: "base_url" },
        );
      }
      const host = normaliseHost(url.hostname);
      const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
      if (METADATA_NAMES.has(host)) throw metadataRefused(host);
      if (ipaddr.isValid(host)) {
        const refusal = refuse(host, port, host);
        if (refusal !== undefined) throw refusal;
      } else if (!isListed(host, port)) {
        if (options.isOffline) throw offlineRefused(host, port);
        if (host === "localhost" || host.endsWith(".localhost")) throw privateRefused(host, port);
      }
      return { url, host, port };
    },

    refuse,
  };
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

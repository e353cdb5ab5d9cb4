import { type LookupAddress, lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type { AddressPolicy } from "./address-policy";

/** Every address of a name; the shape of `dns.lookup(host, { all: true })`. */
export type ResolveAll = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const resolveWithSystem: ResolveAll = (host, done) => systemLookup(host, { all: true }, done);

/**
 * The lookup a socket dials with: one refused address among a name's answers refuses the name, and the socket gets exactly the
 * addresses that were judged, so a second answer (rebinding) has no chance. Not called for literal IPs; `AddressPolicy.check` judges those.
 */
export function createGuardedLookup(
  policy: AddressPolicy,
  host: string,
  port: number,
  resolveAll: ResolveAll,
): LookupFunction {
  return (_hostname, options, done) => {
    resolveAll(host, (error, addresses) => {
      if (error !== null) return done(error, "", 4);
      for (const { address } of addresses) {
        const refusal = policy.refuse(host, port, address);
        if (refusal !== undefined) return done(refusal, "", 4);
      }
      const [first] = addresses;
      if (first === undefined) return done(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "", 4);
      if (options.all === true) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

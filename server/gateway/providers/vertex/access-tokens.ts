import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError, isAppError } from "@/lib/contracts/errors";
import type { Secret } from "@/server/gateway/spec/secret";
import type { Transport } from "@/server/gateway/spec/transport";
import { readServiceAccount, signAssertion } from "./service-account";

const MAX_KEPT = 1_000;
/** A token is given up so long before it ends, that no request sets out with one that ends on the way. */
const MARGIN_MS = 60_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

interface Kept {
  token: string;
  usableUntilMs: number;
}

/** Access tokens by key file, fetched when needed. Keys are kept as hashes only; the longest unused goes first. */
export class AccessTokens {
  readonly #kept = new Map<string, Kept>();
  readonly #underWay = new Map<string, Promise<string>>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Throws `provider_auth_failed` where Google refuses the key. */
  async tokenFor(apiKey: Secret, http: Transport): Promise<string> {
    const id = createHash("sha256").update(apiKey.reveal()).digest("base64");
    for (;;) {
      const kept = this.#find(id);
      if (kept !== undefined) return kept;
      const others = this.#underWay.get(id);
      if (others === undefined) break;
      try {
        return await others;
      } catch (error) {
        // Another call's client went away, and its fetch with it: that concerns no one else.
        if (!isAppError(error) || error.code !== "client_closed") throw error;
      }
    }
    const fetching = this.#fetch(id, apiKey, http);
    this.#underWay.set(id, fetching);
    try {
      return await fetching;
    } finally {
      if (this.#underWay.get(id) === fetching) this.#underWay.delete(id);
    }
  }

  #find(id: string): string | undefined {
    const kept = this.#kept.get(id);
    if (kept === undefined) return undefined;
    this.#kept.delete(id);
    if (kept.usableUntilMs <= this.now()) return undefined;
    this.#kept.set(id, kept);
    return kept.token;
  }

  async #fetch(id: string, apiKey: Secret, http: Transport): Promise<string> {
    const account = readServiceAccount(apiKey);
    const assertion = await signAssertion(account);
    const { origin, pathname } = new URL(account.token_uri);
    const { body } = await http.json({
      baseUrl: origin,
      path: pathname,
      isOpen: true,
      urlencoded: { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion },
    });
    const parsed = tokenAnswer.safeParse(body);
    if (!parsed.success)
      throw new AppError("provider_bad_response", "Google's token endpoint answered without a token. Try again.");
    const { access_token: token, expires_in: seconds } = parsed.data;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= MAX_KEPT) this.#kept.delete(oldest);
    this.#kept.set(id, { token, usableUntilMs: this.now() + seconds * 1000 - MARGIN_MS });
    return token;
  }
}

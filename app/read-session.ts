import "server-only";
import { cache } from "react";
import { isAppError } from "@/lib/contracts/errors";
import type { SessionView } from "@/lib/contracts/tenant";
import { createCaller, createPageContext } from "./page-context";

/**
 * Who is visiting: "signed_out", "not_found" when there is no such tenant for them (the two are told alike), or the session. Without a
 * slug, the session in the tenant they joined first.
 */
export const readSession = cache(
  async (tenantSlug: string | null): Promise<SessionView | "signed_out" | "not_found"> => {
    const { user } = await createPageContext(tenantSlug);
    if (!user) return "signed_out";
    try {
      return await (await createCaller(tenantSlug)).session.get();
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (isAppError(cause) && cause.code === "not_found") return "not_found";
      throw error;
    }
  },
);

import { request } from "@playwright/test";
import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "@/server/trpc/router";
import { FIRST_OWNER } from "./first-owner";

type State = Awaited<ReturnType<Awaited<ReturnType<typeof request.newContext>>["storageState"]>>;

/** Somebody signed in: for a browser (`state`), for plain requests (`cookie`) and for tRPC. */
export interface OpenSession {
  state: State;
  cookie: string;
  in(tenantSlug: string): TRPCClient<AppRouter>;
}

/** Signs in without a page, for tests that are not about signing in. */
export async function openSession(
  baseURL: string | undefined,
  { email, password }: { email: string; password: string } = FIRST_OWNER,
): Promise<OpenSession> {
  const visitor = await request.newContext({ baseURL });
  const { csrfToken } = await (await visitor.get("/api/auth/csrf")).json();
  const answer = await visitor.post("/api/auth/callback/credentials", {
    form: { csrfToken, email, password, json: "true" },
  });
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()} ${await answer.text()}`);
  const state = await visitor.storageState();
  await visitor.dispose();
  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return {
    state,
    cookie,
    in: (tenantSlug) =>
      createTRPCClient<AppRouter>({
        links: [
          httpLink({
            url: `${baseURL}/api/trpc`,
            transformer: superjson,
            headers: { cookie, "x-sluice-tenant": tenantSlug },
          }),
        ],
      }),
  };
}

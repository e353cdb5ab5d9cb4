import { randomBytes } from "node:crypto";
import NextAuth, { type Session } from "next-auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createDatabase, type Database } from "@/server/db/client";
import { Secret } from "@/server/gateway/spec/secret";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import { type Auth, createAuth } from "./create-auth";
import { hashPassword } from "./passwords";

let server: TestDatabase;
let database: Database;
let auth: Auth;
const PASSWORD = "correct horse battery";

beforeAll(async () => {
  server = await createTestDatabase();
  database = createDatabase({ url: server.url });
  auth = createAuth({ database, sessionSecret: new Secret(randomBytes(32).toString("base64")), now: () => new Date() });
  const passwordHash = await hashPassword(PASSWORD);
  for (const name of ["ada", "bob", "eve"]) {
    await database.asSystem.user.create({ data: { email: `${name}@example.com`, name, passwordHash } });
  }
});

afterAll(async () => {
  await database.close();
  await server.drop();
});

interface Answer {
  status: number;
  body: unknown;
  /** `name=value` and the attributes. */
  cookies: string[];
}

/** One request to next-auth's own handler, on the plainest request and response that it takes. */
async function ask(
  path: string[],
  {
    body,
    cookies = {},
    address = "10.0.0.1",
  }: { body?: object; cookies?: Record<string, string>; address?: string } = {},
): Promise<Answer> {
  const headers = new Map<string, string | string[]>();
  const answer: Answer = { status: 200, body: undefined, cookies: [] };
  const keepBody = (body: unknown) => {
    answer.body = body;
  };
  const response = {
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | string[]) => void headers.set(name.toLowerCase(), value),
    status: (status: number) => {
      answer.status = status;
      return response;
    },
    json: keepBody,
    send: keepBody,
    end: () => {},
  };
  await NextAuth(auth.nextAuthOptions)(
    {
      method: body ? "POST" : "GET",
      query: { nextauth: path },
      headers: { host: "localhost:3000", "x-forwarded-for": address },
      body: body ?? {},
      cookies,
    },
    response,
  );
  answer.cookies = [headers.get("set-cookie") ?? []].flat();
  return answer;
}

const jarOf = ({ cookies }: Answer) =>
  Object.fromEntries(
    cookies.map((cookie) => {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      return [name, decodeURIComponent(value)];
    }),
  );

async function signIn(email: string, password: string, address?: string) {
  const csrf = await ask(["csrf"]);
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(csrf.body);
  const answer = await ask(["callback", "credentials"], {
    body: { csrfToken, email, password, json: "true" },
    cookies: jarOf(csrf),
    address,
  });
  const cookie = answer.cookies.find((text) => text.startsWith("next-auth.session-token="));
  return { answer, cookie, token: jarOf(answer)["next-auth.session-token"] };
}

const session = z.custom<Session>((value) => typeof value === "object" && value !== null && "userId" in value);

async function sessionOf(token: string | undefined): Promise<Session | null> {
  const { body } = await ask(["session"], { cookies: { "next-auth.session-token": token ?? "" } });
  return session.safeParse(body).data ?? null;
}

describe("signing in through next-auth", () => {
  it("gives the browser a cookie that scripts can't read and other sites don't send, and that names the person", async () => {
    const { cookie, token } = await signIn("ada@example.com", PASSWORD);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    const found = await sessionOf(token);
    expect(await auth.userOf(found)).toMatchObject({ email: "ada@example.com", isOperator: false });
    expect(JSON.stringify(found)).not.toContain("argon2");
  });

  it("refuses a token that was tampered with", async () => {
    const { token } = await signIn("ada@example.com", PASSWORD);
    const value = token ?? "";
    const middle = Math.floor(value.length / 2);
    const tampered = `${value.slice(0, middle)}${value[middle] === "A" ? "B" : "A"}${value.slice(middle + 1)}`;
    expect(await sessionOf(tampered)).toBeNull();
  });

  it("answers a wrong password, an unknown address and a throttled account alike", async () => {
    const wrong = await signIn("bob@example.com", "wrong", "10.0.1.1");
    const unknown = await signIn("nobody@example.com", "wrong", "10.0.1.2");
    for (let times = 0; times < 10; times++) await signIn("bob@example.com", "wrong", `10.0.2.${times}`);
    const throttled = await signIn("bob@example.com", PASSWORD, "10.0.1.3");
    for (const { answer, token } of [wrong, unknown, throttled]) {
      expect(token).toBeUndefined();
      expect([answer.status, answer.body]).toEqual([wrong.answer.status, wrong.answer.body]);
    }
  });

  it("stops an address that guesses across accounts, and lets others in", async () => {
    for (let times = 0; times < 10; times++) await signIn(`guess-${times}@example.com`, "wrong", "10.9.9.9");
    expect((await signIn("eve@example.com", PASSWORD, "10.9.9.9")).token).toBeUndefined();
    expect((await signIn("eve@example.com", PASSWORD, "198.51.100.7, 10.9.9.9")).token).toBeUndefined();
    expect((await signIn("eve@example.com", PASSWORD, "10.8.8.8")).token).toBeDefined();
  });
});

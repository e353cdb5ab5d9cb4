import { expect, it } from "vitest";
import { AppError } from "@/lib/contracts/errors";
import { translateFailure } from "./translate-failure";

const failure = (code: string) => Object.assign(new Error("Bearer sk-canary in the message of undici"), { code });

it.each([
  ["ENOTFOUND", "connect", "provider_unavailable", "does not resolve"],
  ["EAI_AGAIN", "connect", "provider_unavailable", "just now"],
  ["ECONNREFUSED", "connect", "provider_unavailable", "refused"],
  ["EHOSTUNREACH", "connect", "provider_unavailable", "can't be reached"],
  ["ECONNRESET", "head", "provider_unavailable", "closed the connection"],
  ["ECONNRESET", "body", "provider_unavailable", "closed the connection"],
  ["UND_ERR_SOCKET", "body", "provider_unavailable", "closed the connection"],
  ["UND_ERR_CONNECT_TIMEOUT", "connect", "provider_timeout", "No connection"],
  ["ETIMEDOUT", "connect", "provider_timeout", "No connection"],
  ["ETIMEDOUT", "body", "provider_timeout", "sent nothing"],
  ["CERT_HAS_EXPIRED", "connect", "provider_unavailable", "certificate"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "connect", "provider_unavailable", "certificate"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "connect", "provider_unavailable", "certificate"],
  ["EPROTO", "connect", "provider_unavailable", "certificate"],
  ["HPE_INVALID_CONSTANT", "head", "provider_bad_response", "HTTP"],
  ["SOMETHING_NEW", "head", "provider_unavailable", "SOMETHING_NEW"],
] as const)("%s in the %s phase is %s: “… %s …”, without the client's own words", (code, phase, expected, words) => {
  const error = translateFailure(failure(code), "api.example.com", phase);
  expect(error.code).toBe(expected);
  expect(error.message).toContain(words);
  expect(error.message).toContain("api.example.com");
  expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain("canary");
});

it("reads the first of several failed addresses, and a cause", () => {
  expect(translateFailure(new AggregateError([failure("ECONNREFUSED")]), "h", "connect").message).toContain(
    "ECONNREFUSED",
  );
  expect(translateFailure(new Error("x", { cause: failure("CERT_HAS_EXPIRED") }), "h", "connect").message).toContain(
    "certificate",
  );
});

it("leaves what is already typed as it is", () => {
  const error = new AppError("egress_blocked");
  expect(translateFailure(error, "h", "connect")).toBe(error);
});

import { AppError } from "@/lib/contracts/errors";

const PARAM = { param: "base_url" };

/** A URL Sluice can speak to: http or https, without user name or password. Throws `invalid_request`, never repeating the text. */
export function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) {
    throw new AppError(
      "invalid_request",
      "The base URL is not a valid URL. Write it like https://api.example.com/v1.",
      PARAM,
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new AppError("invalid_request", "The base URL must begin with https:// or http://.", PARAM);
  }
  if (url.username !== "" || url.password !== "") {
    throw new AppError(
      "invalid_request",
      "The base URL must not hold a user name or password. Put the key in its own field.",
      PARAM,
    );
  }
  return url;
}

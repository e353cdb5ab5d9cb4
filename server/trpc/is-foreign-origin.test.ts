import { describe, expect, it } from "vitest";
import { isForeignOrigin } from "./is-foreign-origin";

const judge = (headers: Record<string, string>) =>
  isForeignOrigin(new Headers({ host: "sluice.example:3000", ...headers }));

describe("requests made by a page of another site", () => {
  it.each<Record<string, string>>([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site", origin: "http://sluice.example:3000" },
    { origin: "https://evil.example" },
    { origin: "http://sluice.example" },
    { origin: "null" },
  ])("are seen: %j", (headers) => {
    expect(judge(headers)).toBe(true);
  });

  it.each<Record<string, string>>([
    { "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
    { origin: "http://sluice.example:3000" },
    { origin: "https://console.example", "x-forwarded-host": "console.example" },
    {},
  ])("are not confused with our own: %j", (headers) => {
    expect(judge(headers)).toBe(false);
  });
});

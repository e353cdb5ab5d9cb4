import { expect, it } from "vitest";
import { readRetryAfter } from "./read-retry-after";

const NOW = Date.parse("2026-11-20T10:00:00Z");

it.each([
  [{ "retry-after": "7" }, 7],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "1.2" }, 2],
  [{ "retry-after": "1000000000" }, 3600],
  [{ "retry-after": "Fri, 20 Nov 2026 10:00:30 GMT" }, 30],
  [{ "retry-after": "Fri, 20 Nov 2026 09:00:00 GMT" }, 0],
  [{ "retry-after": "Fri, 20 Nov 2099 09:00:00 GMT" }, 3600],
  [{ "retry-after-ms": "1500", "retry-after": "9" }, 2],
  [{ "retry-after": "-5" }, undefined],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "" }, undefined],
  [{ "retry-after": "NaN" }, undefined],
  [{}, undefined],
])("%j waits %s seconds", (headers, seconds) => expect(readRetryAfter(headers, NOW)).toBe(seconds));

import type { Page } from "@playwright/test";

export interface Recording {
  /** Every answer of the server that the page asked for, whole. */
  bodies: string[];
  /** Answers that could not be read: an empty list, or the recording proves nothing. */
  unread: string[];
}

/**
 * Reads every answer before the page gets it. Listening to responses would not do: the browser lets go of a body when the page
 * moves on, and an unread body would pass for a clean one. Streams arrive in one piece meanwhile.
 */
export async function recordAnswers(page: Page, origin: string): Promise<Recording> {
  const recording: Recording = { bodies: [], unread: [] };
  await page.route(`${origin}/**`, async (route) => {
    const address = route.request().url();
    try {
      const response = await route.fetch({ maxRedirects: 0 });
      recording.bodies.push(`${JSON.stringify(response.headers())}\n${await response.text()}`);
      // The page may have moved on; what it was sent is recorded all the same.
      await route.fulfill({ response }).catch(() => undefined);
    } catch (error) {
      recording.unread.push(`${address}: ${String(error)}`);
      await route.abort().catch(() => undefined);
    }
  });
  return recording;
}

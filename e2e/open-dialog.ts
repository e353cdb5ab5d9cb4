import { expect, type Locator, type Page } from "@playwright/test";

/** Presses until the dialog is there: on a slow machine a press can come before the page listens, and a person presses again. */
export async function openDialog(page: Page, button: Locator): Promise<Locator> {
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    if (!(await dialog.isVisible())) await button.click({ timeout: 5_000 });
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  return dialog;
}

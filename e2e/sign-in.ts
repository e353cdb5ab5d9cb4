import { expect, type Page } from "@playwright/test";
import { FIRST_OWNER } from "./first-owner";

/** Where the first owner's console begins. */
export const HOME = "/t/waterworks";

/** Signs in through the form, as a person would. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByLabel("E-mail").fill(FIRST_OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(FIRST_OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`${HOME}$`));
}

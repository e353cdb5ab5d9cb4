import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { openSession } from "./open-session";
import { HOME } from "./sign-in";

test("a new member changes the initial password, is signed out everywhere, and only the new one lets them in", async ({
  page,
  baseURL,
}) => {
  const owner = await openSession(baseURL ?? "");
  const email = `${randomUUID()}@sluice.test`;
  const added = await owner.in("waterworks").members.add.mutate({ email, name: "New Member", role: "viewer" });
  const initial = added.initialPassword ?? "";
  const chosen = `chosen-${randomUUID()}`;
  const signIn = async (password: string) => {
    await page.goto("/login");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  await signIn(initial);
  await expect(page).toHaveURL(new RegExp(`${HOME}$`));
  await page.goto(`${HOME}/settings`);
  await page.getByLabel("Present password").fill("not the present one");
  await page.getByLabel("New password").fill(chosen);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("The present password is not right").first()).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue(chosen);

  await page.getByLabel("Present password").fill(initial);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page).toHaveURL(/\/login/);

  await signIn(initial);
  await expect(page.getByRole("alert").filter({ hasText: "That did not work" })).toBeVisible();
  await signIn(chosen);
  await expect(page).toHaveURL(new RegExp(`${HOME}$`));
});

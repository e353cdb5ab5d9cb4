"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { LOCALE_COOKIE, LOCALES } from "@/lib/i18n/locale";
import { SIDEBAR_COOKIE } from "@/lib/sidebar-cookie";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const preference = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("locale"), value: z.enum(LOCALES) }),
  z.strictObject({ name: z.literal("sidebar"), value: z.enum(["open", "collapsed"]) }),
]);

const COOKIES = { locale: LOCALE_COOKIE, sidebar: SIDEBAR_COOKIE };

/** Keeps a choice of the visitor in a cookie and shows the page anew with it. */
export async function remember(choice: z.infer<typeof preference>): Promise<void> {
  const { name, value } = preference.parse(choice);
  (await cookies()).set(COOKIES[name], value, { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax", httpOnly: true });
}

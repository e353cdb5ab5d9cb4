import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { AppProviders } from "@/components/shell/app-providers";
import { MESSAGES } from "@/lib/i18n/messages";
import { readLocale } from "./read-locale";
import { remember } from "./remember";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const { product, tagline } = MESSAGES[await readLocale()].shell;
  return { title: { default: product, template: `%s · ${product}` }, description: tagline };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfcfc" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1011" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await readLocale();
  return (
    // The theme's class is set before the first paint, on the client alone.
    <html
      lang={locale === "zh" ? "zh-CN" : "en"}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body className="min-h-dvh font-sans">
        <AppProviders locale={locale} messages={MESSAGES[locale]} now={new Date()} remember={remember}>
          {children}
        </AppProviders>
      </body>
    </html>
  );
}

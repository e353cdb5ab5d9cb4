"use client";

import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { PreferencesProvider, type Remember } from "@/components/shared/preferences";
import { Toaster } from "@/components/ui/sonner";
import { TooltipProvider } from "@/components/ui/tooltip";
import type { Locale } from "@/lib/i18n/locale";
import type { Messages } from "@/lib/i18n/messages";

export interface AppProvidersProps {
  locale: Locale;
  messages: Messages;
  /** The instant the server renders at, so that hydration counts from the same. */
  now: Date;
  remember: Remember;
  children: ReactNode;
}

/** Language, theme, address state, tooltips and toasts: what every page stands in. */
export function AppProviders({ locale, messages, now, remember, children }: AppProvidersProps) {
  return (
    <IntlProvider locale={locale} messages={messages} now={now} timeZone="UTC">
      <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
        <NuqsAdapter>
          <PreferencesProvider remember={remember}>
            <TooltipProvider>{children}</TooltipProvider>
          </PreferencesProvider>
        </NuqsAdapter>
        <Toaster label={messages.shell.notifications} />
      </ThemeProvider>
    </IntlProvider>
  );
}

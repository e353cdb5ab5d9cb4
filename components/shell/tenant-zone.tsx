"use client";

import type { ReactNode } from "react";
import { IntlProvider, useLocale } from "use-intl";

/** Dates below it stand in the organization's time zone. */
export function TenantZone({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return (
    <IntlProvider locale={useLocale()} timeZone={timeZone}>
      {children}
    </IntlProvider>
  );
}

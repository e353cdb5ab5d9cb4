"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { useTranslations } from "use-intl";

/** Sends a visitor without a session to the sign-in page, which brings them back to this address. */
export function SignInRedirect() {
  const t = useTranslations("identity");
  const router = useRouter();
  const pathname = usePathname();
  useEffect(() => {
    const address = `${pathname}${window.location.search}`;
    router.replace(`/login?${new URLSearchParams({ from: address })}`);
  }, [pathname, router]);
  return (
    <main className="flex min-h-dvh items-center justify-center text-muted-foreground">
      <p role="status">{t("redirecting")}</p>
    </main>
  );
}

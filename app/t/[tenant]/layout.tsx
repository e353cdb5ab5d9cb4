import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { readSession } from "@/app/read-session";
import { SignInRedirect } from "@/components/identity/sign-in-redirect";
import { SessionProvider } from "@/components/shared/session";
import { ConsoleShell } from "@/components/shell/console-shell";
import { TenantZone } from "@/components/shell/tenant-zone";
import { TrpcProvider } from "@/components/trpc/client";
import { SIDEBAR_COOKIE } from "@/lib/sidebar-cookie";

interface ConsoleLayoutProps {
  params: Promise<{ tenant: string }>;
  children: ReactNode;
}

export default async function ConsoleLayout({ params, children }: ConsoleLayoutProps) {
  const { tenant } = await params;
  const session = await readSession(tenant);
  if (session === "signed_out") return <SignInRedirect />;
  if (session === "not_found") notFound();
  const isCollapsed = (await cookies()).get(SIDEBAR_COOKIE)?.value === "collapsed";
  return (
    <TrpcProvider key={tenant} tenantSlug={tenant}>
      <SessionProvider session={session}>
        <TenantZone timeZone={session.tenant.timeZone}>
          <ConsoleShell isInitiallyCollapsed={isCollapsed}>{children}</ConsoleShell>
        </TenantZone>
      </SessionProvider>
    </TrpcProvider>
  );
}

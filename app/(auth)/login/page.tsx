import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readLocale } from "@/app/read-locale";
import { readSession } from "@/app/read-session";
import { returnPath } from "@/components/identity/return-path";
import { SignInCard } from "@/components/identity/sign-in-card";
import { MESSAGES } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: MESSAGES[await readLocale()].identity.signIn };
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ from?: string | string[] }> }) {
  const { from } = await searchParams;
  const address = typeof from === "string" ? from : undefined;
  if ((await readSession(null)) !== "signed_out") redirect(returnPath(address));
  return <SignInCard from={address} />;
}

import { redirect } from "next/navigation";
import { NoTenant } from "@/components/identity/no-tenant";
import { readSession } from "./read-session";

export default async function StartPage() {
  const session = await readSession(null);
  if (session === "signed_out") redirect("/login");
  if (session === "not_found") return <NoTenant />;
  redirect(`/t/${session.tenant.slug}`);
}

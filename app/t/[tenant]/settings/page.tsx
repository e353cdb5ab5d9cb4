import { pageMetadata } from "@/app/page-metadata";
import { SettingsPage } from "@/components/settings/settings-page";

export const generateMetadata = pageMetadata("settings");

export default function Page() {
  return <SettingsPage />;
}

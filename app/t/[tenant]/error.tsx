"use client";

import { CrashNotice } from "@/components/shell/crash-notice";

export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return <CrashNotice {...props} />;
}

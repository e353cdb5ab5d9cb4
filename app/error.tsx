"use client";

import { CrashNotice } from "@/components/shell/crash-notice";

export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4">
      <CrashNotice {...props} />
    </main>
  );
}

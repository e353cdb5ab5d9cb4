import { NotFoundNotice } from "@/components/shell/not-found-notice";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4">
      <NotFoundNotice />
    </main>
  );
}

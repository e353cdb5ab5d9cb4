"use client";

import { useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { CreateApiKeyResult } from "@/lib/contracts/api-key";
import { ApiKeyForm } from "./api-key-form";
import { NewApiKey } from "./new-api-key";

/** Asks for the key's particulars, then shows the key: the one moment at which it is in the browser. */
export function CreateApiKeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [created, setCreated] = useState<CreateApiKeyResult | null>(null);
  const close = () => {
    setCreated(null);
    onOpenChange(false);
  };
  // Once the key is on screen, only the button that says so closes the dialog.
  const refuse = (event: Event) => created && event.preventDefault();
  return (
    <Dialog open={open} onOpenChange={(isOpen) => (isOpen ? onOpenChange(true) : close())}>
      <DialogContent
        hasCloseButton={!created}
        onEscapeKeyDown={refuse}
        onInteractOutside={refuse}
        className={created ? "max-w-2xl" : undefined}
      >
        {created ? (
          <NewApiKey created={created} onSaved={close} />
        ) : (
          <ApiKeyForm onCreated={setCreated} onCancel={close} />
        )}
      </DialogContent>
    </Dialog>
  );
}

"use client";

import { useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ChannelForm } from "./channel-form";
import { NewSigningSecret } from "./new-signing-secret";

/** Asks where to tell, then shows a webhook's signing secret: the one moment at which it is in the browser. */
export function ChannelDialog({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const refuse = (event: Event) => secret !== null && event.preventDefault();
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent hasCloseButton={secret === null} onEscapeKeyDown={refuse} onInteractOutside={refuse}>
        {secret === null ? (
          <ChannelForm
            onCreated={(signingSecret) => (signingSecret === null ? onClose() : setSecret(signingSecret))}
            onCancel={onClose}
          />
        ) : (
          <NewSigningSecret secret={secret} onSaved={onClose} />
        )}
      </DialogContent>
    </Dialog>
  );
}

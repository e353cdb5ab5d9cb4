"use client";

import { useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { AddMemberForm } from "./add-member-form";
import type { Added } from "./added";
import { AddedMember } from "./added-member";

export function AddMemberDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [added, setAdded] = useState<Added | null>(null);
  const close = () => {
    setAdded(null);
    onOpenChange(false);
  };
  const hasPassword = added !== null && added.initialPassword !== null;
  // A password on screen is seen this once, so only the button that says so closes the dialog.
  const refuse = (event: Event) => hasPassword && event.preventDefault();
  return (
    <Dialog open={open} onOpenChange={(isOpen) => (isOpen ? onOpenChange(true) : close())}>
      <DialogContent hasCloseButton={!hasPassword} onEscapeKeyDown={refuse} onInteractOutside={refuse}>
        {added ? <AddedMember added={added} onDone={close} /> : <AddMemberForm onAdded={setAdded} onCancel={close} />}
      </DialogContent>
    </Dialog>
  );
}

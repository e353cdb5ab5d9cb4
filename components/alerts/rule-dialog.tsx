"use client";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { AlertRuleView } from "@/lib/contracts/alert";
import { RuleForm } from "./rule-form";

/** A new rule, or the one that is given. */
export function RuleDialog({ rule, onClose }: { rule: AlertRuleView | null; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-2xl">
        <RuleForm rule={rule} onDone={onClose} />
      </DialogContent>
    </Dialog>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { FaultsNote } from "@/components/configuration/faults-note";
import { FormFaults } from "@/components/configuration/form-faults";
import { QueryBoundary } from "@/components/shared/query-boundary";
import { TableSkeleton } from "@/components/shared/table-skeleton";
import { useTRPC, useTRPCClient } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { type ApiKeyRouting, type ApiKeyView, updateApiKeyInput } from "@/lib/contracts/api-key";
import { ApiKeyRoutingFields } from "./api-key-routing-fields";

/** What a key is called and where its calls go; its secret, role and expiry stay as they are. */
export function EditApiKeyDialog({ apiKey, onClose }: { apiKey: ApiKeyView; onClose: () => void }) {
  const t = useTranslations("apiKeys");
  const states = useTranslations("states");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const nameId = useId();
  const [name, setName] = useState(apiKey.name);
  const [routing, setRouting] = useState<ApiKeyRouting>({
    defaultProfile: apiKey.defaultProfile,
    defaultProcessor: apiKey.defaultProcessor,
    allowedModels: apiKey.allowedModels,
  });
  const save = useMutation({
    mutationFn: () => {
      const parsed = updateApiKeyInput.safeParse({ id: apiKey.id, name, ...routing });
      if (!parsed.success) throw new FormFaults(parsed.error.issues);
      return client.apiKeys.update.mutate(parsed.data);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter());
      toast.success(t("edited", { name }));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
          <DialogHeader>
            <DialogTitle>{t("editTitle", { name: apiKey.name })}</DialogTitle>
            <DialogDescription>{t("editText", { hint: apiKey.hint })}</DialogDescription>
          </DialogHeader>
          <FaultsNote error={save.error} />
          <div className="flex flex-col gap-1.5">
            <Label htmlFor={nameId}>{t("name")}</Label>
            <Input id={nameId} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          </div>
          <QueryBoundary fallback={<TableSkeleton rows={3} label={states("loading")} />}>
            <ApiKeyRoutingFields value={routing} onChange={setRouting} />
          </QueryBoundary>
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              {states("cancel")}
            </Button>
            <Button type="submit" isPending={save.isPending}>
              {t("editSave")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

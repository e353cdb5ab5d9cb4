"use client";

import { CodeXml } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { CodeBlock } from "@/components/shared/code-block";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { CallDraft } from "./call-draft";
import { buildSnippets } from "./call-snippets";

/** The form's call as a program, with the parameters as they stand now. */
export function CodeDialog({ draft }: { draft: CallDraft }) {
  const t = useTranslations("playground.code");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="outline">
          <CodeXml aria-hidden />
          {t("open")}
        </Button>
      </DialogTrigger>
      <DialogContent className="max-w-2xl">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        {isOpen ? <Snippets draft={draft} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function Snippets({ draft }: { draft: CallDraft }) {
  const t = useTranslations("playground.code");
  const snippets = buildSnippets(draft, window.location.origin);
  return (
    <Tabs defaultValue="curl">
      <TabsList aria-label={t("languages")}>
        {snippets.map(({ kind }) => (
          <TabsTrigger key={kind} value={kind}>
            {t(`kinds.${kind}`)}
          </TabsTrigger>
        ))}
      </TabsList>
      {snippets.map(({ kind, code }) => (
        <TabsContent key={kind} value={kind}>
          <CodeBlock code={code.trimEnd()} label={t(`kinds.${kind}`)} />
        </TabsContent>
      ))}
    </Tabs>
  );
}

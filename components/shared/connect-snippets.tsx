"use client";

import { useTranslations } from "use-intl";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { CodeBlock } from "./code-block";
import { snippetsFor } from "./snippets";

export interface ConnectSnippetsProps {
  /** Where Sluice is reached, without a path. */
  origin: string;
  /** Put into what is copied as well as what is shown. Without it, snippets read it from the environment. */
  apiKey?: string;
}

/** A first call, ready to be pasted. */
export function ConnectSnippets(props: ConnectSnippetsProps) {
  const t = useTranslations("shell");
  const snippets = snippetsFor(props);
  return (
    <Tabs defaultValue={snippets[0]?.label} className="gap-3">
      <TabsList aria-label={t("snippets")}>
        {snippets.map(({ label }) => (
          <TabsTrigger key={label} value={label}>
            {label}
          </TabsTrigger>
        ))}
      </TabsList>
      {snippets.map(({ label, code }) => (
        <TabsContent key={label} value={label}>
          <CodeBlock code={code} label={label} />
        </TabsContent>
      ))}
    </Tabs>
  );
}

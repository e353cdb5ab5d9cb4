"use client";

import { Eraser, MessagesSquare } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ChatSettings, readChatSettings } from "./chat-settings";
import { ChatTurnItem } from "./chat-turn-item";
import { toMessages } from "./chat-turns";
import { CodeDialog } from "./code-dialog";
import { Composer } from "./composer";
import { useModelChoice } from "./model-gate";
import { PanelLayout } from "./panel-layout";
import { useChat } from "./use-chat";

/** Within this many pixels of the end, the view follows the answer as it grows. */
const FOLLOW_PX = 80;

export function ChatPanel() {
  const t = useTranslations("playground.chat");
  const { model } = useModelChoice();
  const [settings, setSettings] = useState({ system: "", temperature: "", maxTokens: "" });
  const [draft, setDraft] = useState("");
  const { parameters, faults } = readChatSettings(settings);
  const chat = useChat({ model, ...parameters });
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  useEffect(() => {
    const frame = list.current;
    if (frame && chat.turns.length > 0 && isFollowing.current) frame.scrollTop = frame.scrollHeight;
  }, [chat.turns]);

  const send = () => {
    isFollowing.current = true;
    chat.send(draft);
    setDraft("");
  };
  const question = draft.trim() === "" ? (chat.turns.at(-1)?.question ?? t("exampleQuestion")) : draft;
  const history = draft.trim() === "" ? chat.turns.slice(0, -1) : chat.turns;
  return (
    <PanelLayout settings={<ChatSettings value={settings} faults={faults} onChange={setSettings} />}>
      <div className="flex h-[calc(100dvh-15rem)] min-h-[28rem] flex-col rounded-lg border bg-card">
        <div className="flex items-center justify-end gap-2 border-b px-3 py-2">
          <Button variant="ghost" disabled={chat.turns.length === 0} onClick={chat.clear}>
            <Eraser aria-hidden />
            {t("clear")}
          </Button>
          <CodeDialog
            draft={{ type: "llm", input: { model, ...parameters, messages: toMessages(history, question) } }}
          />
        </div>
        <section
          ref={list}
          aria-label={t("conversation")}
          onScroll={({ currentTarget }) => {
            const left = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight;
            isFollowing.current = left < FOLLOW_PX;
          }}
          className="min-h-0 flex-1 overflow-y-auto px-4 py-4 outline-none focus-visible:ring-2 focus-visible:ring-ring focus-visible:ring-inset"
        >
          {chat.turns.length === 0 ? (
            <div className="flex h-full flex-col items-center justify-center gap-2 text-center text-muted-foreground">
              <MessagesSquare className="size-6" aria-hidden />
              <p className="max-w-sm text-[13px] text-pretty">{t("empty")}</p>
              <Button variant="outline" size="sm" onClick={() => setDraft(t("exampleQuestion"))}>
                {t("useExample")}
              </Button>
            </div>
          ) : (
            <ol className="mx-auto flex max-w-3xl flex-col gap-6">
              {chat.turns.map((turn, index) => (
                <ChatTurnItem
                  key={turn.id}
                  turn={turn}
                  onRegenerate={index === chat.turns.length - 1 && !chat.isStreaming ? chat.regenerate : null}
                />
              ))}
            </ol>
          )}
        </section>
        <div className="border-t p-3">
          <Composer
            value={draft}
            onChange={setDraft}
            isStreaming={chat.isStreaming}
            blockedReason={faults.temperature || faults.maxTokens ? t("fixSettings") : null}
            onSend={send}
            onStop={chat.stop}
          />
        </div>
      </div>
    </PanelLayout>
  );
}

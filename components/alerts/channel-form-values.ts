import { z } from "zod";
import { type CreateChannelInput, channelKind } from "@/lib/contracts/alert";
import { displayName } from "@/lib/contracts/display-name";

const email = z.email();

/** A channel as it stands in the form: recipients as one text. */
export const channelForm = z
  .object({
    name: displayName,
    kind: channelKind,
    recipients: z.string().max(5_000),
    url: z.string().max(2_000),
    isDefault: z.boolean(),
  })
  .check(({ value, issues }) => {
    if (value.kind === "email") {
      const list = splitRecipients(value.recipients);
      if (list.length === 0 || list.length > 20 || list.some((each) => !email.safeParse(each).success))
        issues.push({ code: "custom", path: ["recipients"], input: value.recipients });
    } else if (!/^https?:$/.test(URL.canParse(value.url) ? new URL(value.url).protocol : "")) {
      issues.push({ code: "custom", path: ["url"], input: value.url });
    }
  });
export type ChannelForm = z.infer<typeof channelForm>;

export function toChannelInput({ name, kind, recipients, url, isDefault }: ChannelForm): CreateChannelInput {
  const target = kind === "email" ? { kind, recipients: splitRecipients(recipients) } : { kind, url: url.trim() };
  return { name, isDefault, target };
}

function splitRecipients(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== "");
}

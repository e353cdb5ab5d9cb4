import { Webhook } from "standardwebhooks";
import { AppError } from "@/lib/contracts/errors";
import type { Egress } from "@/server/gateway";
import type { ServiceVault } from "@/server/services/service-context";
import { type AlertMessage, payloadOf, subjectOf, textOf } from "./alert-message";
import { readTarget } from "./channel-target";
import type { Mailer } from "./create-mailer";

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 64_000;

export interface NotifiedChannel {
  id: string;
  tenantId: string;
  encryptedTarget: string;
}

/** Tells the outside world. */
export interface Notifier {
  /** Whether the operator has set up mail. */
  readonly isMailReady: boolean;
  /** Of an organization's alerts in the console. */
  alertsUrl(tenantSlug: string): string;
  /** Resolves once the other side has taken the message; throws an `AppError` that says why not. */
  send(channel: NotifiedChannel, message: AlertMessage): Promise<void>;
}

export interface NotifierParts {
  egress: Egress;
  vault: ServiceVault;
  /** Null where the operator has set up no mail. */
  mailer: Mailer | null;
  /** Where people open the console. */
  publicUrl: string;
  now: () => Date;
}

export function createNotifier({ egress, vault, mailer, publicUrl, now }: NotifierParts): Notifier {
  async function post(url: string, body: string, headers: Record<string, string>): Promise<void> {
    const answer = await egress.request({
      url,
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "Sluice", ...headers },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      firstByteTimeoutMs: TIMEOUT_MS,
      idleTimeoutMs: TIMEOUT_MS,
      totalTimeoutMs: TIMEOUT_MS,
      maxBodyBytes: MAX_ANSWER_BYTES,
    });
    await answer.body.return?.();
    if (answer.status >= 200 && answer.status < 300) return;
    throw new AppError("provider_rejected", `${new URL(url).host} answered ${answer.status}.`, {
      upstreamStatus: answer.status,
    });
  }

  return {
    isMailReady: mailer !== null,
    alertsUrl: (slug) => `${publicUrl}/t/${slug}/alerts`,
    async send(channel, message) {
      const target = await readTarget(vault, channel);
      switch (target.kind) {
        case "email":
          if (!mailer) {
            throw new AppError("not_ready", "The operator has set up no mail: SMTP_URL and SMTP_FROM are not set.");
          }
          return mailer.send({
            to: target.recipients,
            subject: subjectOf(message),
            text: textOf(message),
            id: message.id,
          });
        case "webhook": {
          const body = JSON.stringify(payloadOf(message));
          const at = now();
          // standardwebhooks.com: signed over id, timestamp and body, so that none can be swapped or sent again later.
          return post(target.url, body, {
            "webhook-id": message.id,
            "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
            "webhook-signature": new Webhook(target.signingSecret).sign(message.id, at, body),
          });
        }
        case "slack":
          return post(
            target.url,
            JSON.stringify({ text: escapeSlack(`*${subjectOf(message)}*\n${textOf(message)}`) }),
            {},
          );
      }
    },
  };
}

/** Slack's three control characters (docs.slack.dev, "Formatting message text"): a name must not become a mention. */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

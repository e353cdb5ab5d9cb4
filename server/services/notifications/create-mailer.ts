import type { Transporter } from "nodemailer";
import { AppError } from "@/lib/contracts/errors";
import type { Secret } from "@/server/gateway/spec/secret";

const TIMEOUT_MS = 15_000;

export interface Mail {
  to: readonly string[];
  subject: string;
  text: string;
  /** Of the message, the same for each try. */
  id: string;
}

export interface Mailer {
  /** Resolves once the server took it. Throws `provider_unavailable` with the server's own words. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/**
 * Mail by the operator's own server (`SMTP_URL`). The one way out beside the egress: the host is the operator's choice and no tenant's, so that
 * the rules against private addresses don't apply to it.
 */
export function createMailer({ url, from }: { url: Secret; from: string }): Mailer {
  let transport: Promise<Transporter> | undefined;

  async function open(): Promise<Transporter> {
    // With the first mail, since it takes 2 MB and there may never be one.
    const { createTransport } = await import("nodemailer");
    return createTransport(
      {
        url: url.reveal(),
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      { from },
    );
  }

  return {
    async send({ to, subject, text, id }) {
      try {
        transport ??= open();
        await (await transport).sendMail({ to: [...to], subject, text, messageId: `<${id}@sluice>` });
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new AppError(
          "provider_unavailable",
          `The mail server did not take the message: ${reason}`,
          {},
          { cause },
        );
      }
    },
    close() {
      void transport?.then((opened) => opened.close());
    },
  };
}

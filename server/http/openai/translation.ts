import { AppError } from "@/lib/contracts/errors";
import type { ChatCall } from "@/server/gateway/spec/chat";

/** What a request of another dialect loses on its way into the neutral one, gathered while it is translated. */
export class Translation {
  readonly #losses: string[] = [];
  #refusal: AppError | undefined;

  /** `sentence` becomes a warning of the answer. */
  lose(sentence: string): void {
    this.#losses.push(sentence);
  }

  /** Without this the request would mean something else. `reason` goes on from the field's name: "asks for …". The first refusal stands. */
  refuse(param: string, reason: string): void {
    this.#refusal ??= new AppError(
      "untranslatable",
      `"${param}" ${reason} Leave it out, or use a model of a provider that speaks this API itself, such as OpenAI.`,
      { param },
    );
  }

  /** Not even a provider that speaks the dialect would understand this; it may say so better. */
  misread(param: string, reason: string): void {
    this.#refusal ??= new AppError("invalid_request", `The field "${param}" is not valid: ${reason}.`, { param });
  }

  outcome(): Pick<ChatCall, "losses" | "refusal"> {
    return { losses: this.#losses, ...(this.#refusal === undefined ? {} : { refusal: this.#refusal }) };
  }
}

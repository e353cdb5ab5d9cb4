import { AppError } from "@/lib/contracts/errors";
import type { ChatCall } from "@/server/gateway/spec/chat";

/** Of a request that loses itself nearly whole, the first sentences say enough. */
const MOST_LOSSES = 50;
const MOST_CHARACTERS = 500;

/** What a request of another dialect loses on its way into the neutral one, gathered while it is translated. */
export class Translation {
  readonly #losses: string[] = [];
  #refusal: AppError | undefined;

  /** `sentence` becomes a warning of the answer. */
  lose(sentence: string): void {
    if (this.#losses.length < MOST_LOSSES) this.#losses.push(sentence.slice(0, MOST_CHARACTERS));
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

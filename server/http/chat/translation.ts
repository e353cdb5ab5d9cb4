import { AppError } from "@/lib/contracts/errors";
import type { ChatCall } from "@/server/gateway/spec/chat";

/** Of a request that loses itself nearly whole, the first sentences say enough. */
const MOST_LOSSES = 50;
const MOST_CHARACTERS = 500;

/** What the neutral request can't carry of a request of another dialect, gathered while it is translated. */
export class Translation {
  readonly #explain: (param: string, what: string) => string;
  readonly #losses: string[] = [];
  #refusal: AppError | undefined;

  /** `explain` makes of a refused field and what is said of it the whole message, with who could serve it. */
  constructor(explain: (param: string, what: string) => string) {
    this.#explain = explain;
  }

  /** Something that changes nothing in what the answer says: `sentence` becomes a warning. */
  lose(sentence: string): void {
    const told = sentence.slice(0, MOST_CHARACTERS);
    if (this.#losses.length < MOST_LOSSES && !this.#losses.includes(told)) this.#losses.push(told);
  }

  /** Without this the request would mean something else. The first refusal stands. */
  refuse(param: string, what: string): void {
    this.#refusal ??= new AppError("untranslatable", this.#explain(param, what), { param });
  }

  /** Not even a provider that speaks the dialect would understand this; it may say so better. */
  misread(param: string, reason: string): void {
    this.#refusal ??= new AppError("invalid_request", `The field "${param}" is not valid: ${reason}.`, { param });
  }

  outcome(): Pick<ChatCall, "refusal"> & Required<Pick<ChatCall, "losses">> {
    return { losses: this.#losses, ...(this.#refusal === undefined ? {} : { refusal: this.#refusal }) };
  }
}

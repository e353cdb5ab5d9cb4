import { inspect } from "node:util";

const REDACTED = "[redacted]";

/** A value that must not be printed. `reveal()` is the one way to the plaintext; call it only where the bytes leave for the provider. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** What a person may see to tell keys apart; nothing at all of a short secret. */
  lastFour(): string {
    return this.#value.length >= 12 ? this.#value.slice(-4) : "";
  }

  /** The text without this secret, also where somebody quoted it short of its last characters. */
  redactFrom(text: string): string {
    if (this.#value.length < 8) return text;
    return text.replaceAll(this.#value, REDACTED).replaceAll(this.#value.slice(0, -4), REDACTED);
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}

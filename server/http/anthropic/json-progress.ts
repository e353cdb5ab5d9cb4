const QUOTE = 34;
const BACKSLASH = 92;
const OPENING = new Set([..."{["].map((bracket) => bracket.charCodeAt(0)));
const CLOSING = new Set([..."}]"].map((bracket) => bracket.charCodeAt(0)));

/** Follows the text of one JSON object as it comes, reading each character once: parsing all of it with each piece would cost its square. */
export class JsonProgress {
  #unread = "";
  #depth = 0;
  #hasBegun = false;
  #isInString = false;
  #isEscaped = false;

  add(piece: string): void {
    this.#unread += piece;
  }

  /** Whether the object's last bracket has come. */
  get isWhole(): boolean {
    for (let at = 0; at < this.#unread.length; at++) this.#read(this.#unread.charCodeAt(at));
    this.#unread = "";
    return this.#hasBegun && this.#depth <= 0;
  }

  #read(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#isInString) {
      if (code === BACKSLASH) this.#isEscaped = true;
      else if (code === QUOTE) this.#isInString = false;
    } else if (code === QUOTE) this.#isInString = true;
    else if (OPENING.has(code)) {
      this.#hasBegun = true;
      this.#depth++;
    } else if (CLOSING.has(code)) this.#depth--;
  }
}

import { randomFillSync } from "node:crypto";

const BYTES_AN_ID = 9;
/** Random bytes are drawn for many ids at once: the call into the generator costs more than all else of an id. */
const pool = Buffer.alloc(BYTES_AN_ID * 512);
let used = pool.length;

/** Written out in one piece, for every id is kept with its request. The digits of the time stay from id to id. */
const text = Buffer.from("00000000-0000-7000-8000-000000000000");
const DIGITS = Buffer.from("0123456789abcdef");
/** Where the two digits of each random byte stand; the first digit of all holds the variant too. The ninth byte is for the counter's start. */
const PLACES = [19, 21, 24, 26, 28, 30, 32, 34];

/** Of the time's digits, from the last on. */
const LOW_PLACES = [12, 11, 10, 9, 7, 6];
const HIGH_PLACES = [5, 4, 3, 2, 1, 0];
const HALF_TIME = 2 ** 24;
let highTime = -1;

const COUNTER_END = 0x1000;
let timeMs = 0;
let counter = COUNTER_END;

/**
 * A UUID of version 7: unique everywhere, and each greater than the ones before it in this process. RFC 9562, section 6.2, method 1: twelve bits
 * behind the time count on from a random start, and where they or the clock fall short the time is carried on.
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const nowMs = Date.now();
  counter += 1;
  if (nowMs > timeMs || counter >= COUNTER_END) startMillisecond(nowMs > timeMs ? nowMs : timeMs + 1);
  writeDigits(15, counter >> 8);
  writeDigits(16, counter >> 4);
  writeDigits(17, counter);
  for (let i = 0; i < PLACES.length; i++) {
    const byte = pool[used + i] ?? 0;
    const place = PLACES[i] ?? 0;
    // The variant takes the two highest bits of the first.
    writeDigits(place, i === 0 ? 0b1000 | ((byte >> 4) & 0b11) : byte >> 4);
    writeDigits(place + 1, byte);
  }
  used += BYTES_AN_ID;
  return text.toString("latin1");
}

function startMillisecond(ms: number): void {
  timeMs = ms;
  // Half of what can be counted is kept free.
  counter = (pool[used + PLACES.length] ?? 0) << 3;
  // In two halves, each of which is a small number: the higher one changes every four hours and a half.
  const high = Math.floor(timeMs / HALF_TIME);
  writeTime(timeMs - high * HALF_TIME, LOW_PLACES);
  if (high === highTime) return;
  highTime = high;
  writeTime(high, HIGH_PLACES);
}

function writeTime(half: number, places: readonly number[]): void {
  let rest = half;
  for (const place of places) {
    writeDigits(place, rest);
    rest >>= 4;
  }
}

function writeDigits(place: number, value: number): void {
  text[place] = DIGITS[value & 15] ?? 0;
}

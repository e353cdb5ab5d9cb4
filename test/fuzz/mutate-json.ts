import { isRecord } from "@/server/gateway/providers/wire/json-value";
import type { SeededRandom } from "./seeded-random";

const DEPTH = 100_000;
const MANY_KEYS = 100_000;
const GIANT_CHARACTERS = 2_000_000;

/** Stand-ins in the tree for text that no serialiser would write. */
const RAW: Readonly<Record<string, () => string>> = {
  "@huge@": () => "1e999",
  "@minus-huge@": () => "-1e999",
  "@many-digits@": () => "9".repeat(400),
  "@nan@": () => "NaN",
  "@deep-array@": () => "[".repeat(DEPTH) + "]".repeat(DEPTH),
  "@deep-object@": () => `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`,
  "@many-keys@": () => `{${Array.from({ length: MANY_KEYS }, (_, index) => `"k${index}":${index}`).join(",")}}`,
  "@giant@": () => `"${"x".repeat(GIANT_CHARACTERS)}"`,
  "@proto@": () => '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
};
const COSTLY = ["@deep-array@", "@deep-object@", "@many-keys@", "@giant@"];
const CHEAP = ["@huge@", "@minus-huge@", "@many-digits@", "@nan@", "@proto@"];

/** What stands where something else was expected. */
const STRANGERS: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  -0.5,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  2_147_483_648,
  "",
  " ",
  "0",
  "-1",
  "NaN",
  "Infinity",
  "1e999",
  "null",
  "{}",
  '{"a":',
  "\u0000",
  "\ud800",
  "a\udfffb",
  "\u2028\r\n\r\ndata: x",
  "__proto__",
  "constructor",
  "toString",
  "data:image/png;base64,",
  "data:,",
  "https://[",
  [],
  [[]],
  [null],
  [{}],
  [""],
  {},
  { type: null },
  { type: "" },
  { type: "text" },
  { type: "constructor" },
  { toString: null, valueOf: 1, toJSON: "x", length: 1e9 },
  ...CHEAP,
];

type Container = Record<string, unknown> | unknown[];

interface Place {
  container: Container;
  key: string;
}

/** The value as JSON text with one to four things wrong in it: mostly still JSON, of the wrong shape. */
export function mutateJson(value: unknown, random: SeededRandom): string {
  const root: { value?: unknown } = { value: structuredClone(value) };
  const times = random.chance(0.6) ? 1 : 2 + random.below(3);
  for (let time = 0; time < times; time++) mutateTree(root, random);
  const text = writeRaw(JSON.stringify(root.value) ?? "");
  return random.chance(0.15) ? mutateText(text, random) : text;
}

function mutateTree(root: { value?: unknown }, random: SeededRandom): void {
  // The last mutation may have taken everything away.
  if (!("value" in root)) root.value = {};
  const { container, key } = random.pick(placesOf(root));
  const old = Reflect.get(container, key);
  const isList = Array.isArray(container);
  switch (random.below(9)) {
    case 0:
      if (isList) container.splice(Number(key), 1);
      else Reflect.deleteProperty(container, key);
      break;
    case 1:
      Reflect.set(container, key, [old]);
      break;
    case 2:
      if (isList) container.push(structuredClone(old));
      else Object.assign(container, { [`${key}_`]: old, [random.pick(["constructor", "toString", "then"])]: old });
      break;
    case 3:
      if (typeof old === "number")
        Reflect.set(container, key, random.pick([-old, -1, old + 0.5, old * 1e15, `${old}`, 1e308]));
      else if (typeof old === "string") Reflect.set(container, key, mutateString(old, random));
      else if (Array.isArray(old))
        Reflect.set(container, key, random.pick([[], old.toReversed(), [...old, ...structuredClone(old)]]));
      else Reflect.set(container, key, {});
      break;
    case 4:
      // Costly ones are rare, so that many rounds fit the time.
      Reflect.set(container, key, random.pick(random.chance(0.03) ? COSTLY : CHEAP));
      break;
    default:
      Reflect.set(container, key, structuredClone(random.pick(STRANGERS)));
  }
}

function mutateString(text: string, random: SeededRandom): string {
  const at = random.below(text.length + 1);
  const inserted = random.pick([
    "\u0000",
    "\ud83d",
    "\udc00",
    "\n",
    "\r",
    "é",
    '"',
    "\\",
    "</script>",
    "x".repeat(5000),
  ]);
  return random.chance(0.3) ? text.slice(0, at) : text.slice(0, at) + inserted + text.slice(at);
}

function placesOf(root: { value?: unknown }): Place[] {
  const places: Place[] = [];
  const visit = (container: Container) => {
    for (const key of Object.keys(container)) {
      places.push({ container, key });
      const child: unknown = Reflect.get(container, key);
      if (Array.isArray(child)) visit(child);
      else if (isRecord(child)) visit(child);
    }
  };
  visit(root);
  return places;
}

function writeRaw(text: string): string {
  return text.replace(/"(@[a-z-]+@)"/g, (whole, name: string) => RAW[name]?.() ?? whole);
}

/** Text with something wrong in its characters: cut, doubled, swapped, or a field that comes twice. */
export function mutateText(text: string, random: SeededRandom): string {
  const at = random.below(text.length + 1);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick(["\u0000", "{", "}", '"', ",", "\ufeff", "\ud800", "é"]) + text.slice(at);
    case 3:
      return text.slice(0, at) + text.slice(at + 1 + random.below(20));
    case 4:
      return text.replace(/\{"([^"]+)":/, (start, name: string) => `{"${name}":null,"${name}":[],${start.slice(1)}`);
    default:
      return text + random.pick([text.slice(0, 1000), "\n", "garbage", "\u0000"]);
  }
}

/** Up to eight bytes replaced. */
export function flipBytes(bytes: Buffer, random: SeededRandom): Buffer {
  const flipped = Buffer.from(bytes);
  const times = 1 + random.below(8);
  for (let time = 0; time < times && flipped.length > 0; time++)
    flipped[random.below(flipped.length)] = random.below(256);
  return flipped;
}

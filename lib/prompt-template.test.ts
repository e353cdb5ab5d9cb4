import { describe, expect, it } from "vitest";
import { chooseText, detectVariables, MAX_RENDERED_CHARACTERS, renderText } from "./prompt-template";

describe("variables", () => {
  it("are found in the text, each once, in its order, in any script", () => {
    expect(detectVariables("{{b}} {{ a }} {{b}} {{客户}} {c} {{}} {{1x}} {{a b}}", "{{z}}")).toEqual([
      "b",
      "a",
      "客户",
      "z",
    ]);
  });

  it("are found fast in a text that was made to be slow", () => {
    const began = performance.now();
    expect(detectVariables("{{".repeat(50_000), `{{${" ".repeat(100_000)}`, `{{${"a".repeat(100_000)}`)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe("rendering", () => {
  it("replaces every place of a variable, by text, number or truth", () => {
    expect(renderText("{{a}}-{{ a }}-{{n}}-{{yes}}", { a: "x", n: 0, yes: false })).toEqual({
      rendered: "x-x-0-false",
      warnings: [],
    });
  });

  it("leaves what stands in a value as it is: patterns of replacement, other variables, expressions", () => {
    const hostile = "$& $1 $` $' $$ {{b}} .* \\ \u0000";
    expect(renderText("<{{a}}|{{b}}>", { a: hostile, b: "{{a}}" }).rendered).toBe(`<${hostile}|{{a}}>`);
  });

  it("takes no value from what every object inherits", () => {
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      expect(() => renderText(`{{${name}}}`, {})).toThrow(`The template needs a value for ${name}.`);
    }
    expect(renderText("{{__proto__}}", JSON.parse('{"__proto__": "own"}')).rendered).toBe("own");
  });

  it("names every variable that has no value", () => {
    expect(() => renderText("{{a}} {{b}} {{c}}", { b: "" })).toThrow(
      expect.objectContaining({
        code: "invalid_request",
        message: "The template needs a value for a, c.",
        details: expect.objectContaining({
          fields: { "variables.a": expect.any(String), "variables.c": expect.any(String) },
        }),
      }),
    );
  });

  it("warns of values it has no place for, even names that are expressions", () => {
    expect(renderText("{{a}}", { a: "1", "(": "2", ".*": "3" })).toEqual({
      rendered: "1",
      warnings: ['The template has no variable "(".', 'The template has no variable ".*".'],
    });
  });

  it("refuses a result that is too large before it is made", () => {
    const value = "x".repeat(MAX_RENDERED_CHARACTERS / 10);
    expect(renderText("{{a}}".repeat(10), { a: value }).rendered).toHaveLength(MAX_RENDERED_CHARACTERS);
    expect(() => renderText("{{a}}".repeat(11), { a: value })).toThrow(
      expect.objectContaining({ code: "request_too_large" }),
    );
  });
});

describe("the text for a model", () => {
  const texts = { template: "general", modelOverrides: { "small-1": "short", "acme/small-1": "acme's" } };

  it("is its own where it has one, by provider first", () => {
    expect(chooseText(texts, "small-1")).toBe("short");
    expect(chooseText(texts, "other/small-1")).toBe("short");
    expect(chooseText(texts, "acme/small-1")).toBe("acme's");
  });

  it("is the general one otherwise", () => {
    expect(chooseText(texts)).toBe("general");
    expect(chooseText(texts, "large-1")).toBe("general");
    expect(chooseText(texts, "constructor")).toBe("general");
  });
});

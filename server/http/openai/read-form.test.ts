import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { readForm } from "./read-form";

async function read(form: FormData) {
  const encoded = new Response(form);
  const req = new IncomingMessage(new Socket());
  req.headers["content-type"] = encoded.headers.get("content-type") ?? "";
  req.push(Buffer.from(await encoded.arrayBuffer()));
  req.push(null);
  return readForm(req, 30_000_000);
}
function formOf(...fields: [string, string][]): FormData {
  const form = new FormData();
  form.append("file", new File(["RIFF"], "a.wav"));
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

describe("a form with a recording", () => {
  it("gives a field as text, and one sent several times as a list", async () => {
    const { file, fields } = await read(
      formOf(["model", "m"], ["include[]", "a"], ["include[]", "b"], ["__proto__", "c"]),
    );
    expect([file.name, fields.model, fields["include[]"]]).toEqual(["a.wav", "m", ["a", "b"]]);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });

  it("is read in linear time though a field is sent a hundred thousand times", async () => {
    const many = Array.from({ length: 100_000 }, (): [string, string] => ["p", "v"]);
    expect((await read(formOf(...many))).fields.p).toHaveLength(100_000);
  });

  it("is not valid without its file", async () => {
    const form = new FormData();
    form.append("file", "not a file");
    await expect(read(form)).rejects.toMatchObject({ code: "invalid_request", details: { param: "file" } });
  });
});

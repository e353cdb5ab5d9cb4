import { z } from "zod";

const answer = z.union([z.object({ id: z.string() }), z.object({ error: z.object({ message: z.string() }) })]);

/** Sends a file as it is. Rejects with the server's own sentence. */
export async function uploadInvoice(tenantSlug: string, file: File): Promise<{ id: string }> {
  const search = new URLSearchParams({ tenant: tenantSlug, name: file.name });
  const response = await fetch(`/api/upload/invoice?${search}`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: file,
  });
  const body = answer.parse(await response.json());
  if ("error" in body) throw new Error(body.error.message);
  return body;
}

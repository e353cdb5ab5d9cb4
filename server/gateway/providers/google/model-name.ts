/** A model's id without the collection that Google's listings name it with. */
export function bareModelName(modelId: string): string {
  return modelId.replace(/^(?:publishers\/google\/)?models\//, "");
}

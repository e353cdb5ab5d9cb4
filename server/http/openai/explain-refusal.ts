/** Why a field of a request in one of OpenAI's own dialects was refused. `reason` goes on from the field's name: "asks for …". */
export function explainRefusal(param: string, reason: string): string {
  return `"${param}" ${reason} Leave it out, or use a model of a provider that speaks this API itself, such as OpenAI.`;
}

import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Secret } from "@/server/gateway/spec/secret";
import type { OutgoingRequest } from "@/server/gateway/spec/transport";

export interface SigningKey {
  accessKeyId: string;
  secretAccessKey: Secret;
  sessionToken: Secret | undefined;
  region: string;
  service: string;
}

/**
 * The headers that authorise a request by AWS Signature Version 4 (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 * Host and content type are signed; the path counts as it stands in the URL, so it has to be encoded already.
 */
export async function signRequest(
  { url, method, headers, body }: OutgoingRequest,
  key: SigningKey,
  now = new Date(),
): Promise<Record<string, string>> {
  const { protocol, hostname, host, pathname, searchParams } = new URL(url);
  const signer = new SignatureV4({
    service: key.service,
    region: key.region,
    sha256: Sha256,
    // Only S3 asks for the checksum in a header of its own.
    applyChecksum: false,
    credentials: {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey.reveal(),
      ...(key.sessionToken === undefined ? {} : { sessionToken: key.sessionToken.reveal() }),
    },
  });
  const contentType = headers["content-type"];
  const signed = await signer.sign(
    {
      method,
      protocol,
      hostname,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { host, ...(contentType === undefined ? {} : { "content-type": contentType }) },
      ...(body === undefined ? {} : { body }),
    },
    { signingDate: now },
  );
  const { host: _host, "content-type": _type, ...added } = signed.headers;
  return added;
}

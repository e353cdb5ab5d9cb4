import { IncomingMessage } from "node:http";

/** The same request with its body, which has been read, to be read again. */
export function rewindRequest(req: IncomingMessage, body: Buffer): IncomingMessage {
  const rewound = new IncomingMessage(req.socket);
  rewound.method = req.method;
  rewound.url = req.url;
  rewound.headers = req.headers;
  rewound.complete = true;
  rewound.push(body);
  rewound.push(null);
  return rewound;
}

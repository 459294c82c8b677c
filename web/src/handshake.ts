// The opening handshake as text, each important line with what it is for (RFC 6455 §1.3, §4). Pure
// but for the digest.

import { utf8 } from './bytes';

export interface HeadLine {
  readonly text: string;
  /** The field's name as sent, or '' for the first line. */
  readonly name: string;
  readonly value: string;
  /** What this line is for; null if the handshake does not depend on it. */
  readonly note: string | null;
}

const REQUEST_NOTES: Readonly<Record<string, string>> = {
  host: 'Names the server; together with Origin it says whether page and server belong together.',
  upgrade: 'Asks to leave HTTP for the WebSocket protocol.',
  connection:
    'Says that Upgrade is meant for this connection. A list: other tokens may stand here too.',
  origin:
    'Where the page came from. Browsers set it and pages cannot: the server may refuse foreign ones.',
  cookie:
    'By this the server knows that the connection belongs to this page. The values are left out of the trace.',
  'sec-websocket-version': '13 is the only version; anything else gets 426.',
  'sec-websocket-key':
    'Sixteen random bytes in base64. Proves nothing about the client: it makes the server show that it speaks WebSocket.',
  'sec-websocket-extensions':
    'Extensions the browser offers. permessage-deflate compresses messages (RFC 7692).',
  'sec-websocket-protocol': 'Subprotocols the page can speak, the dearest first.',
};

const RESPONSE_NOTES: Readonly<Record<string, string>> = {
  upgrade: 'Agrees: from the blank line on, both sides speak WebSocket.',
  connection: 'Belongs to Upgrade.',
  'sec-websocket-accept': 'Computed from the browser’s key; see below.',
  'sec-websocket-extensions':
    'What the server took from the offer. RSV1 marks compressed messages from here on.',
  'sec-websocket-protocol': 'The one subprotocol chosen from the page’s list.',
};

export interface Head {
  readonly lines: readonly HeadLine[];
  /** The first value of a field, by its name in any case. */
  field(name: string): string | null;
  readonly first: string;
}

export function parseRequest(text: string): Head {
  return parse(text, REQUEST_NOTES, 'A GET like any other: the path chooses the endpoint.');
}

export function parseResponse(text: string): Head {
  const status = statusOf(text);
  return parse(
    text,
    RESPONSE_NOTES,
    status === 101
      ? 'Switching Protocols: the handshake succeeded.'
      : 'Anything but 101 means: no WebSocket. A page only learns that it failed; the reason is here.',
  );
}

/** The status code of a response, or 0. */
export function statusOf(text: string): number {
  const match = /^HTTP\/\d\.\d (\d{3})/.exec(text);
  return match === null ? 0 : Number(match[1]);
}

function parse(text: string, notes: Readonly<Record<string, string>>, firstNote: string): Head {
  const raw = text.replace(/\r?\n(\r?\n)?$/, '').split(/\r?\n/);
  const lines = raw.map((line, index): HeadLine => {
    if (index === 0) {
      return { text: line, name: '', value: line, note: firstNote };
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? '' : line.slice(0, colon);
    const value = colon < 0 ? line : line.slice(colon + 1).trim();
    return { text: line, name, value, note: notes[name.toLowerCase()] ?? null };
  });
  return {
    lines,
    first: raw[0] ?? '',
    field: (name) =>
      lines.find((line) => line.name.toLowerCase() === name.toLowerCase())?.value ?? null,
  };
}

/** What every server appends to the key (RFC 6455 §1.3). */
export const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * The Sec-WebSocket-Accept that belongs to a key, and the digest it encodes. Null where the browser
 * has no digests for a page (one that is neither HTTPS nor on this machine).
 */
export async function acceptOf(
  key: string,
): Promise<{ digest: Uint8Array<ArrayBuffer>; accept: string } | null> {
  if (globalThis.crypto?.subtle === undefined) {
    return null;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', utf8(key + GUID)));
  return { digest, accept: btoa(String.fromCharCode(...digest)) };
}

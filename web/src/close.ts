// Close codes and reasons (RFC 6455 §7.4, §5.5.1). Pure.

import { textOf, utf8 } from './bytes';

/** A control frame carries 125 bytes; two of them are the code. */
export const MAX_REASON_BYTES = 123;

const NAMES: Readonly<Record<number, string>> = {
  1000: 'Normal closure',
  1001: 'Going away',
  1002: 'Protocol error',
  1003: 'Unsupported data',
  1005: 'No code given',
  1006: 'Connection lost without a Close frame',
  1007: 'Not UTF-8',
  1008: 'Policy violation',
  1009: 'Message too big',
  1010: 'Extension needed',
  1011: 'Internal error',
  1012: 'Service restart',
  1013: 'Try again later',
  1014: 'Bad gateway',
  1015: 'TLS handshake failed',
};

export function closeName(code: number): string {
  const name = NAMES[code];
  if (name !== undefined) {
    return name;
  }
  if (code >= 3000 && code <= 3999) {
    return 'Registered by a library or framework';
  }
  return code >= 4000 && code <= 4999 ? 'Private to the application' : 'Not defined';
}

/** Why a page may not close with this code, or null if it may. */
export function codeProblem(text: string): string | null {
  if (text.trim() === '') {
    return null;
  }
  const code = Number(text);
  if (Number.isInteger(code) && (code === 1000 || (code >= 3000 && code <= 4999))) {
    return null;
  }
  return 'A page may close with 1000 or 3000–4999, or with no code at all';
}

/** Why this reason cannot be sent, or null if it can. */
export function reasonProblem(reason: string, code: string): string | null {
  const bytes = utf8(reason).length;
  if (bytes > MAX_REASON_BYTES) {
    return `${bytes - MAX_REASON_BYTES} bytes too long`;
  }
  return bytes > 0 && code.trim() === '' ? 'A reason needs a code' : null;
}

export interface ClosePayload {
  readonly code: number | null;
  readonly reason: string;
}

/** What the unmasked payload of a Close frame says. */
export function parseClose(payload: Uint8Array): ClosePayload {
  const [high, low] = payload;
  if (high === undefined || low === undefined) {
    return { code: null, reason: '' };
  }
  return { code: high * 256 + low, reason: textOf(payload.subarray(2)) ?? '(not UTF-8)' };
}

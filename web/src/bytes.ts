// Bytes as people read and type them. Pure.

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** The text these bytes are, or null if they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

export function hex(bytes: Uint8Array, separator = ''): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
}

/**
 * Reads hex as people type it: spaces, commas, colons, line breaks and `0x` are ignored.
 *
 * @throws Error that says what is wrong, for the person who typed it
 */
export function parseHex(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/0x/gi, '').replace(/[\s,:]/g, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong !== null) {
    throw new Error(`“${wrong[0]}” is not a hex digit`);
  }
  if (digits.length % 2 === 1) {
    throw new Error('An odd number of hex digits: the last byte is not whole');
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}

/** A printable ASCII character, or a dot. */
export function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

/** Offset, sixteen bytes, the same as characters: one line for each sixteen. */
export function hexDump(bytes: Uint8Array, perLine = 16): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += perLine) {
    const line = bytes.subarray(at, at + perLine);
    const half = perLine / 2;
    const left = hex(line.subarray(0, half), ' ').padEnd(half * 3 - 1);
    const right = hex(line.subarray(half), ' ').padEnd(half * 3 - 1);
    const chars = Array.from(line, printable).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${left}  ${right}  ${chars}`);
  }
  return lines.join('\n');
}

/** `812 B`, `4.0 KiB`, `1.3 MiB`. */
export function size(bytes: number): string {
  if (bytes < 1024) {
    return `${bytes} B`;
  }
  if (bytes < 1024 * 1024) {
    return `${(bytes / 1024).toFixed(1)} KiB`;
  }
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** A duration as it is best read: `84 µs`, `1.24 ms`, `12.3 s`. */
export function duration(microseconds: number): string {
  if (microseconds < 1000) {
    return `${Math.round(microseconds)} µs`;
  }
  if (microseconds < 1_000_000) {
    return `${significant(microseconds / 1000)} ms`;
  }
  return `${significant(microseconds / 1_000_000)} s`;
}

function significant(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);
}

/** `12,345`: one way of writing numbers, whatever the browser's language. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** The first part of a text on one line, control characters made visible. */
export function oneLine(text: string, limit = 200): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return cut
    .replace(/\r?\n/g, ' ⏎ ')
    .replace(/\t/g, ' ⇥ ')
    .replace(/\p{Cc}/gu, '·');
}

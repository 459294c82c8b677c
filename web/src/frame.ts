// A frame's header bit by bit (RFC 6455 §5.2). Pure.

export type Opcode = 0x0 | 0x1 | 0x2 | 0x8 | 0x9 | 0xa;

export interface FrameHeader {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: number;
  readonly masked: boolean;
  /** What the seven length bits say: the length itself, or 126 or 127. */
  readonly length7: number;
  /** Bytes of the extended length: 0, 2 or 8. */
  readonly extendedBytes: 0 | 2 | 8;
  readonly length: number;
  readonly maskingKey: Uint8Array | null;
  /** Bytes of the header. */
  readonly bytes: Uint8Array;
}

export const OPCODES: Readonly<Record<number, { name: string; meaning: string }>> = {
  0: { name: 'Continuation', meaning: 'Goes on with the message that an earlier frame began.' },
  1: { name: 'Text', meaning: 'Begins a message whose bytes are UTF-8.' },
  2: { name: 'Binary', meaning: 'Begins a message of bytes.' },
  8: { name: 'Close', meaning: 'Begins or answers the closing handshake.' },
  9: { name: 'Ping', meaning: 'Asks the peer for a Pong with the same payload.' },
  10: { name: 'Pong', meaning: 'Answers a Ping, or says “still here” unasked.' },
};

export function opcodeName(opcode: number): string {
  return OPCODES[opcode]?.name ?? `Reserved ${opcode.toString(16)}`;
}

export function isControl(opcode: number): boolean {
  return (opcode & 0x8) !== 0;
}

/**
 * Reads a header from its bytes, all of them and nothing else.
 *
 * @throws RangeError if they are not one whole header
 */
export function parseHeader(bytes: Uint8Array): FrameHeader {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) {
    throw new RangeError('A frame header has two bytes at least');
  }
  const length7 = second & 0x7f;
  const extendedBytes = length7 === 126 ? 2 : length7 === 127 ? 8 : 0;
  const masked = (second & 0x80) !== 0;
  const whole = 2 + extendedBytes + (masked ? 4 : 0);
  if (bytes.length !== whole) {
    throw new RangeError(`This header has ${whole} bytes, not ${bytes.length}`);
  }
  let length = length7;
  if (extendedBytes > 0) {
    length = 0;
    for (const byte of bytes.subarray(2, 2 + extendedBytes)) {
      length = length * 256 + byte;
    }
  }
  return {
    fin: (first & 0x80) !== 0,
    rsv1: (first & 0x40) !== 0,
    rsv2: (first & 0x20) !== 0,
    rsv3: (first & 0x10) !== 0,
    opcode: first & 0x0f,
    masked,
    length7,
    extendedBytes,
    length,
    maskingKey: masked ? bytes.subarray(whole - 4) : null,
    bytes,
  };
}

/** Masks or unmasks: the same operation (RFC 6455 §5.3). */
export function mask(bytes: Uint8Array, key: Uint8Array | null): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes);
  if (key !== null) {
    for (let i = 0; i < out.length; i++) {
      out[i] = (bytes[i] as number) ^ (key[i % 4] as number);
    }
  }
  return out;
}

export type FieldKind = 'flag' | 'opcode' | 'length' | 'key' | 'payload';

/** One field of the diagram, with its real bits. */
export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly bits: string;
  readonly value: string;
  readonly explanation: string;
}

/** The header's fields in the order of the wire, then the payload's first bytes. */
export function fields(header: FrameHeader, payload: Uint8Array): Field[] {
  return [...firstByte(header), ...lengthAndKey(header), ...payloadField(header, payload)];
}

function firstByte(header: FrameHeader): Field[] {
  const opcode = OPCODES[header.opcode];
  return [
    flag(
      'FIN',
      header.fin,
      header.fin
        ? 'The last frame of its message; here the message is whole.'
        : 'More frames of this message follow.',
    ),
    flag(
      'RSV1',
      header.rsv1,
      header.rsv1
        ? 'With permessage-deflate: this message is compressed (RFC 7692 §6).'
        : 'Reserved for extensions; permessage-deflate sets it on a compressed message.',
    ),
    flag('RSV2', header.rsv2, 'Reserved; no extension in use gives it a meaning.'),
    flag('RSV3', header.rsv3, 'Reserved; no extension in use gives it a meaning.'),
    {
      name: 'opcode',
      kind: 'opcode',
      bits: binary(header.opcode, 4),
      value: `0x${header.opcode.toString(16)} ${opcodeName(header.opcode)}`,
      explanation: opcode?.meaning ?? 'Not assigned: a peer that gets it must fail the connection.',
    },
  ];
}

function lengthAndKey(header: FrameHeader): Field[] {
  const out: Field[] = [
    flag(
      'MASK',
      header.masked,
      header.masked
        ? 'A client masks every frame, so that what it sends cannot be chosen to look like another protocol to a proxy.'
        : 'A server never masks what it sends.',
    ),
    {
      name: 'length',
      kind: 'length',
      bits: binary(header.length7, 7),
      value: String(header.length7),
      explanation:
        header.extendedBytes === 0
          ? `The payload has ${header.length7} bytes: up to 125 fit in these seven bits.`
          : `${header.length7} says: the length is in the next ${header.extendedBytes} bytes.`,
    },
  ];
  if (header.extendedBytes > 0) {
    out.push({
      name: 'extended length',
      kind: 'length',
      bits: bitsOf(header.bytes.subarray(2, 2 + header.extendedBytes)),
      value: String(header.length),
      explanation: `The payload has ${header.length} bytes, in network byte order, in as few bytes as can hold it.`,
    });
  }
  if (header.maskingKey !== null) {
    out.push({
      name: 'masking key',
      kind: 'key',
      bits: bitsOf(header.maskingKey),
      value: Array.from(header.maskingKey, (b) => b.toString(16).padStart(2, '0')).join(' '),
      explanation:
        'Chosen afresh by the client for this frame. Payload byte i is sent as byte i XOR key byte i mod 4.',
    });
  }
  return out;
}

function payloadField(header: FrameHeader, payload: Uint8Array): Field[] {
  if (payload.length === 0) {
    return [];
  }
  const rest = header.length - payload.length;
  return [
    {
      name: 'payload',
      kind: 'payload',
      bits: bitsOf(payload),
      value: `${header.length} bytes`,
      explanation: `${header.masked ? 'The masked payload' : 'The payload'}${
        rest > 0 ? `: its first ${payload.length} bytes; ${rest} more follow.` : ', all of it.'
      }`,
    },
  ];
}

function flag(name: string, set: boolean, explanation: string): Field {
  return { name, kind: 'flag', bits: set ? '1' : '0', value: set ? '1' : '0', explanation };
}

function binary(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}

function bitsOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => binary(byte, 8)).join('');
}

/** A part of a field that lies in one row of the diagram. */
export interface Segment {
  readonly field: number;
  readonly row: number;
  readonly column: number;
  readonly bits: string;
  /** Whether the field begins and ends here, or goes on in the rows around. */
  readonly first: boolean;
  readonly last: boolean;
}

/** Cuts the fields where a row of `width` bits ends. */
export function layout(all: readonly Field[], width: number): Segment[] {
  const segments: Segment[] = [];
  let position = 0;
  all.forEach((field, index) => {
    let from = 0;
    while (from < field.bits.length) {
      const column = position % width;
      const take = Math.min(width - column, field.bits.length - from);
      segments.push({
        field: index,
        row: Math.floor(position / width),
        column,
        bits: field.bits.slice(from, from + take),
        first: from === 0,
        last: from + take === field.bits.length,
      });
      from += take;
      position += take;
    }
  });
  return segments;
}

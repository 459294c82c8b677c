import { describe, expect, it } from 'vitest';
import { parseHex, textOf, utf8 } from '../src/bytes';
import { fields, layout, mask, parseHeader } from '../src/frame';

describe('a header', () => {
  it('of a single-frame masked text message (RFC 6455 §5.7)', () => {
    const header = parseHeader(parseHex('81 85 37 fa 21 3d'));
    expect(header).toMatchObject({
      fin: true,
      rsv1: false,
      opcode: 1,
      masked: true,
      length: 5,
      extendedBytes: 0,
    });
    expect(textOf(mask(parseHex('7f 9f 4d 51 58'), header.maskingKey))).toBe('Hello');
  });

  it('of 256 bytes in a single unmasked frame (§5.7)', () => {
    expect(parseHeader(parseHex('82 7e 01 00'))).toMatchObject({
      opcode: 2,
      length7: 126,
      extendedBytes: 2,
      length: 256,
      maskingKey: null,
    });
  });

  it('of 64 KiB in a single unmasked frame (§5.7)', () => {
    expect(parseHeader(parseHex('82 7f 00 00 00 00 00 01 00 00'))).toMatchObject({
      length7: 127,
      extendedBytes: 8,
      length: 65_536,
    });
  });

  it('of a first compressed fragment', () => {
    expect(parseHeader(parseHex('41 03'))).toMatchObject({ fin: false, rsv1: true, opcode: 1 });
  });

  it('must be whole, and nothing but the header', () => {
    for (const wrong of ['', '81', '81 85 37 fa 21', '81 05 48', '82 7e 01']) {
      expect(() => parseHeader(parseHex(wrong))).toThrow(RangeError);
    }
  });
});

describe('masking', () => {
  it('undoes itself', () => {
    const key = parseHex('01 02 03 04');
    const bytes = utf8('seven b');
    expect(mask(mask(bytes, key), key)).toEqual(bytes);
    expect(mask(bytes, null)).toEqual(bytes);
  });
});

describe('the diagram', () => {
  const header = parseHeader(parseHex('81 fe 01 00 37 fa 21 3d'));
  const payload = parseHex('7f 9f 4d 51');
  const all = fields(header, payload);

  it('has the bits of the wire, in their order', () => {
    const bits = all.map((field) => field.bits).join('');
    const wire = [...header.bytes, ...payload];
    expect(bits).toBe(wire.map((byte) => byte.toString(2).padStart(8, '0')).join(''));
    expect(all.map((field) => field.name)).toEqual([
      'FIN',
      'RSV1',
      'RSV2',
      'RSV3',
      'opcode',
      'MASK',
      'length',
      'extended length',
      'masking key',
      'payload',
    ]);
  });

  it('fills every row from its first column without holes or overlap', () => {
    for (const width of [32, 16]) {
      let position = 0;
      for (const segment of layout(all, width)) {
        expect(segment.row * width + segment.column).toBe(position);
        expect(segment.column + segment.bits.length).toBeLessThanOrEqual(width);
        position += segment.bits.length;
      }
      expect(position).toBe(8 * (header.bytes.length + payload.length));
    }
  });

  it('cuts a field where a row ends, and says which part is which', () => {
    const extended = all.findIndex((field) => field.name === 'masking key');
    const parts = layout(all, 16).filter((segment) => segment.field === extended);
    expect(parts.map(({ first, last }) => [first, last])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(parts.map((part) => part.bits).join('')).toBe(all[extended]?.bits);
  });

  it('has no payload field where there is no payload', () => {
    const ping = parseHeader(parseHex('89 00'));
    expect(fields(ping, new Uint8Array(0)).at(-1)?.name).toBe('length');
  });
});

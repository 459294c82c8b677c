import { describe, expect, it } from 'vitest';
import {
  duration,
  fromBase64,
  hex,
  hexDump,
  oneLine,
  parseHex,
  size,
  textOf,
  utf8,
} from '../src/bytes';

describe('hex', () => {
  it('is read as people type it', () => {
    const bytes = new Uint8Array([0xde, 0xad, 0xbe, 0xef]);
    for (const text of ['deadbeef', 'DE AD\nBE EF', '0xde, 0xad, 0xbe, 0xef', 'de:ad:be:ef']) {
      expect(parseHex(text)).toEqual(bytes);
    }
    expect(parseHex('')).toEqual(new Uint8Array(0));
  });

  it('says what is wrong with what was typed', () => {
    expect(() => parseHex('de ag')).toThrow('“g” is not a hex digit');
    expect(() => parseHex('abc')).toThrow('An odd number of hex digits');
  });

  it('comes back as it was', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(parseHex(hex(all))).toEqual(all);
    expect(hex(all.subarray(9, 12), ' ')).toBe('09 0a 0b');
  });
});

describe('a hex dump', () => {
  it('has sixteen bytes a line, with their characters', () => {
    expect(hexDump(utf8('Hello, Duplex! \n'))).toBe(
      '000000  48 65 6c 6c 6f 2c 20 44  75 70 6c 65 78 21 20 0a  Hello, Duplex! ·',
    );
  });

  it('keeps the columns of a short last line', () => {
    const [first, second] = hexDump(utf8('0123456789abcdefg')).split('\n') as [string, string];
    expect(second.indexOf('g')).toBe(first.indexOf('0123456789'));
    expect(second.startsWith('000010  67 ')).toBe(true);
  });
});

describe('text', () => {
  it('is null where the bytes are not UTF-8', () => {
    expect(textOf(utf8('täglich ✓'))).toBe('täglich ✓');
    expect(textOf(new Uint8Array([0xc0, 0x80]))).toBeNull();
  });

  it('is shown on one line', () => {
    expect(oneLine('a\r\nb\tc\u0000')).toBe('a ⏎ b ⇥ c·');
    expect(oneLine('abcdef', 3)).toBe('abc…');
  });

  it('comes out of base64', () => {
    expect(textOf(fromBase64('SGVsbG8='))).toBe('Hello');
  });
});

describe('figures', () => {
  it('carry their unit', () => {
    expect([size(0), size(1023), size(4096), size(1.5 * 1024 * 1024)]).toEqual([
      '0 B',
      '1023 B',
      '4.0 KiB',
      '1.5 MiB',
    ]);
    expect([duration(84), duration(1240), duration(12_300), duration(12_300_000)]).toEqual([
      '84 µs',
      '1.24 ms',
      '12.3 ms',
      '12.3 s',
    ]);
  });
});

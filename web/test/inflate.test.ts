import { describe, expect, it } from 'vitest';
import { parseHex, textOf } from '../src/bytes';
import { inflate } from '../src/inflate';

describe('a compressed message', () => {
  it('is read by itself (RFC 7692 §7.2.3.1)', async () => {
    const bytes = await inflate(parseHex('f2 48 cd c9 c9 07 00'));
    expect(bytes === null ? null : textOf(bytes)).toBe('Hello');
  });

  it('that refers to an earlier one is not (§7.2.3.2)', async () => {
    expect(await inflate(parseHex('f2 00 11 00 00'))).toBeNull();
  });
});

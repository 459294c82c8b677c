import { describe, expect, it } from 'vitest';
import { parseHex } from '../src/bytes';
import { codeProblem, parseClose, reasonProblem } from '../src/close';

describe('a close code', () => {
  it('may be 1000, 3000 to 4999, or none', () => {
    for (const code of ['', '1000', '3000', '4999']) {
      expect(codeProblem(code)).toBeNull();
    }
    for (const code of ['1001', '1005', '2999', '5000', '1e3.', 'x', '3000.5']) {
      expect(codeProblem(code)).not.toBeNull();
    }
  });
});

describe('a reason', () => {
  it('has at most 123 bytes of UTF-8 (RFC 6455 §5.5)', () => {
    expect(reasonProblem('x'.repeat(123), '1000')).toBeNull();
    expect(reasonProblem('x'.repeat(124), '1000')).toBe('1 bytes too long');
    expect(reasonProblem('ü'.repeat(62), '1000')).toBe('1 bytes too long');
  });

  it('needs a code', () => {
    expect(reasonProblem('why', '')).toBe('A reason needs a code');
    expect(reasonProblem('', '')).toBeNull();
  });
});

describe('a Close frame', () => {
  it('says its code and reason, or nothing', () => {
    expect(parseClose(parseHex('03 e9 67 6f'))).toEqual({ code: 1001, reason: 'go' });
    expect(parseClose(parseHex('03 e8'))).toEqual({ code: 1000, reason: '' });
    expect(parseClose(new Uint8Array(0))).toEqual({ code: null, reason: '' });
    expect(parseClose(parseHex('03 ef ff')).reason).toBe('(not UTF-8)');
  });
});

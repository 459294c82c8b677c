import { describe, expect, it } from 'vitest';
import { acceptOf, parseRequest, parseResponse, statusOf } from '../src/handshake';

const REQUEST =
  'GET /chat HTTP/1.1\r\nHost: server.example.com\r\nupgrade: websocket\r\nX-Other: 1\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

describe('the accept value', () => {
  it('of the key in RFC 6455 §1.3', async () => {
    const computed = await acceptOf('dGhlIHNhbXBsZSBub25jZQ==');
    expect(computed?.accept).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(computed?.digest.length).toBe(20);
  });
});

describe('a head', () => {
  it('is read line by line, fields by name in any case', () => {
    const head = parseRequest(REQUEST);
    expect(head.first).toBe('GET /chat HTTP/1.1');
    expect(head.lines.length).toBe(5);
    expect(head.field('sec-websocket-key')).toBe('dGhlIHNhbXBsZSBub25jZQ==');
    expect(head.field('Origin')).toBeNull();
  });

  it('has notes on the lines that the handshake depends on', () => {
    const noted = parseRequest(REQUEST).lines.filter((line) => line.note !== null);
    expect(noted.map((line) => line.name)).toEqual(['', 'Host', 'upgrade', 'Sec-WebSocket-Key']);
  });

  it('of a refusal is told from that of a handshake', () => {
    const refusal = 'HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\n\r\n';
    expect(statusOf(refusal)).toBe(426);
    expect(statusOf('HTTP/1.1 101 Switching Protocols\r\n\r\n')).toBe(101);
    expect(statusOf('nonsense')).toBe(0);
    expect(parseResponse(refusal).lines[0]?.note).toContain('no WebSocket');
  });
});

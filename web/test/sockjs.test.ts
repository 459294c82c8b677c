import { describe, expect, it } from 'vitest';
import { CARRIERS, carrierOf, noSession, sockJsUrl } from '../src/sockjs';

describe('carriers', () => {
  it('are chosen by their names', () => {
    for (const name of Object.keys(CARRIERS)) {
      expect(carrierOf(name)).toBe(name);
    }
  });

  it('are native WebSocket where nothing known is named', () => {
    for (const name of [null, '', 'pigeon', 'toString', '__proto__']) {
      expect(carrierOf(name)).toBe('native');
    }
  });
});

describe('the address for SockJS', () => {
  it('is that of HTTP', () => {
    expect(sockJsUrl('ws://127.0.0.1:8080/echo')).toBe('http://127.0.0.1:8080/echo');
    expect(sockJsUrl('wss://example.org/ws')).toBe('https://example.org/ws');
  });
});

describe('no session', () => {
  it('is explained by what the client says', () => {
    expect(noSession(1002, 'auto')).toContain('no SockJS at this path');
    expect(noSession(2000, 'auto')).toBe('No transport came through.');
    expect(noSession(2000, 'htmlfile')).toContain('htmlfile did not come through');
  });
});

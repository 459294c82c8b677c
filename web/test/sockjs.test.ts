import { describe, expect, it } from 'vitest';
import { CARRIERS, carrierOf, sockJsUrl } from '../src/sockjs';

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

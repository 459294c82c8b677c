import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepOpen, later, type MessageSocket } from '../src/reopening';
import { WAY } from '../src/why/ways';

let ending: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  ending = new AbortController();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const listeners = (): number => getEventListeners(ending.signal, 'abort').length;

test('what is to be done later is done once, and nothing waits for the end behind it', () => {
  let done = 0;
  later(() => done++, ending.signal);
  expect(listeners()).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect([done, listeners()]).toEqual([1, 0]);
});

test('what is to be done later is not done after the end', () => {
  let done = 0;
  later(() => done++, ending.signal);
  ending.abort();
  vi.advanceTimersByTime(60_000);
  expect(done).toBe(0);
});

test('however often a socket is lost, one thing waits for the end', async () => {
  const sockets: MessageSocket[] = [];
  const connect = async (): Promise<MessageSocket> => {
    const socket = { onopen: null, onmessage: null, onclose: null, close: () => {} };
    sockets.push(socket);
    return socket;
  };
  const listener = { open: () => {}, message: () => {}, lost: () => true };
  keepOpen(connect, listener, ending.signal);
  for (let i = 0; i < 5; i++) {
    await vi.advanceTimersByTimeAsync(60_000);
    sockets.at(-1)?.onclose?.({ code: 1006 } as CloseEvent);
  }
  expect([sockets.length, listeners()]).toEqual([5, 1]);
});

test('however often an event stream is refused, one thing waits for the end', () => {
  class Source {
    static readonly CLOSED = 2;
    readonly readyState = Source.CLOSED;
    closed = false;
    onerror: (() => void) | null = null;

    constructor() {
      sources.push(this);
    }

    close(): void {
      this.closed = true;
    }
  }
  const sources: Source[] = [];
  vi.stubGlobal('EventSource', Source);
  WAY.sse('http://here', { message: () => {}, state: () => {} }, ending.signal);
  for (let i = 0; i < 5; i++) {
    sources.at(-1)?.onerror?.();
    expect(listeners()).toBe(1);
    vi.advanceTimersByTime(60_000);
  }
  expect([sources.length, listeners()]).toEqual([6, 1]);
  ending.abort();
  expect(sources.at(-1)?.closed).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { Exchange, MAX_ITEMS, MAX_TEXT, PRELUDE, whatIs } from '../src/exchange';

const BASE = 'http://127.0.0.1:8080/echo';
const BEGUN = 1000;

const timing = (path: string, startTime = BEGUN + 5, duration = 10) => ({
  name: BASE + path,
  startTime,
  duration,
  transferSize: 300,
  responseStatus: 200,
});

function exchange(): Exchange {
  return new Exchange(BASE, BEGUN);
}

describe('requests', () => {
  it('are known by their paths', () => {
    for (const [path, method] of [
      ['/info', 'GET'],
      ['/iframe.html', 'GET'],
      ['/iframe-a1.2.html', 'GET'],
      ['/000/abc/xhr', 'POST'],
      ['/000/abc/xhr_streaming', 'POST'],
      ['/000/abc/xhr_send', 'POST'],
      ['/000/abc/eventsource', 'GET'],
      ['/000/abc/htmlfile', 'GET'],
      ['/000/abc/jsonp', 'GET'],
      ['/000/abc/jsonp_send', 'POST'],
    ] as const) {
      expect(whatIs(path)?.method, path).toBe(method);
    }
    for (const path of [
      '',
      '/',
      '/xhr',
      '/000/xhr',
      '/0.0/abc/xhr',
      '/000/abc/toString',
      '/a/b/c/xhr',
    ]) {
      expect(whatIs(path), path).toBeNull();
    }
  });

  it('belong to the endpoint, and to no earlier attempt', () => {
    const own = exchange();
    expect(own.request(timing('/info?t=1'))).toBe(true);
    expect(own.request(timing('/000/abc/xhr'))).toBe(true);
    expect(own.request(timing('2/000/abc/xhr'))).toBe(false);
    expect(own.request(timing('/else'))).toBe(false);
    expect(own.request(timing('/000/abc/xhr', BEGUN - 1))).toBe(false);
    expect(own.items.map((item) => item.kind === 'request' && item.path)).toEqual([
      '/info',
      '/000/abc/xhr',
    ]);
  });

  it('stand where they ended, though the browser tells of them later', () => {
    const late = exchange();
    late.opened(BEGUN + 10);
    late.message(BEGUN + 30, 'server', 'x');
    late.request(timing('/000/abc/xhr', BEGUN + 12, 8));
    expect(late.items.map((item) => item.at)).toEqual([10, 20, 30]);
  });

  it('may be without a status', () => {
    const old = exchange();
    const { responseStatus: _, ...without } = timing('/info');
    old.request(without);
    expect(old.items[0]).toMatchObject({ kind: 'request', status: 0, millis: 10, bytes: 300 });
  });
});

describe('frames', () => {
  it('are written as the protocol has them', () => {
    const all = exchange();
    all.opened(BEGUN);
    all.message(BEGUN, 'client', 'say "µ"');
    all.message(BEGUN, 'server', 'say "µ"');
    all.heartbeat(BEGUN);
    all.closed(BEGUN, 3000, 'Go away!');
    expect(all.items.map((item) => item.kind === 'frame' && [item.from, item.text])).toEqual([
      ['server', 'o'],
      ['client', '["say \\"µ\\""]'],
      ['server', 'a["say \\"µ\\""]'],
      ['server', 'h'],
      ['server', 'c[3000,"Go away!"]'],
    ]);
    expect(all.items[1]).toMatchObject({ bytes: 14 });
  });

  it('begin with the prelude, which is no heartbeat', () => {
    const stream = exchange();
    stream.heartbeat(BEGUN);
    stream.opened(BEGUN + 1);
    stream.heartbeat(BEGUN + 2);
    expect(stream.items.map((item) => item.kind === 'frame' && item.name)).toEqual([
      'Prelude',
      'Open',
      'Heartbeat',
    ]);
    expect(stream.items[0]).toMatchObject({ bytes: PRELUDE });
  });

  it('keep the beginning of a long text, and its size', () => {
    const long = exchange();
    long.message(BEGUN, 'client', 'x'.repeat(100_000));
    const [frame] = long.items;
    expect(frame).toMatchObject({ bytes: 100_004 });
    expect(frame?.kind === 'frame' && frame.text.length).toBe(MAX_TEXT + 1);
  });
});

describe('the list', () => {
  it('is bounded; the oldest go', () => {
    const many = exchange();
    for (let i = 0; i <= MAX_ITEMS; i++) {
      many.message(BEGUN + i, 'client', String(i));
    }
    expect(many.items.length).toBeLessThanOrEqual(MAX_ITEMS);
    expect(many.items.at(-1)).toMatchObject({ text: `["${MAX_ITEMS}"]` });
    expect(many.items[0]).toMatchObject({ text: `["${MAX_ITEMS / 10}"]` });
  });
});

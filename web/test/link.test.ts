import { describe, expect, test } from 'vitest';
import { sameAs, storeFor } from '../src/frame/as';
import { RoundTrips } from '../src/frame/round-trip';
import { Story } from '../src/frame/story';
import { next } from '../src/frame/themes';
import { CHOICES, choose, chosen, nameOf, plan } from '../src/frame/transport';

const ORIGIN = 'http://127.0.0.1:8080';

function kept(initially: string | null = null) {
  let value = initially;
  return {
    getItem: () => value,
    setItem: (_: string, to: string) => {
      value = to;
    },
    removeItem: () => {
      value = null;
    },
  };
}

describe('what carries a page', () => {
  test('the address says so, else the tab, else it is automatic', () => {
    expect(chosen('?transport=sse', kept('websocket'))).toBe('sse');
    expect(chosen('', kept('sockjs-jsonp-polling'))).toBe('sockjs-jsonp-polling');
    expect(chosen('', kept())).toBe('auto');
    expect(chosen('?transport=pigeon', kept('sse'))).toBe('auto');
    expect(chosen('?transport=constructor', kept())).toBe('auto');
  });

  test('a choice is in the address and in the tab, and automatic is in neither', () => {
    const tab = kept();
    const address = `${ORIGIN}/chat/?as=guest#room`;
    const forced = choose('http_stream', address, tab);
    expect(forced).toBe(`${ORIGIN}/chat/?as=guest&transport=http_stream#room`);
    expect(tab.getItem()).toBe('http_stream');
    expect(choose('auto', forced, tab)).toBe(address);
    expect(tab.getItem()).toBeNull();
  });

  test('automatic tries three, forced is one', () => {
    const names = (choice: string) =>
      plan(choice, ORIGIN, null).endpoints.map((it) => it.transport);
    expect(names('auto')).toEqual(['websocket', 'http_stream', 'sse']);
    expect(names('sse')).toEqual(['sse']);
    expect(plan('websocket', ORIGIN, null).endpoints).toEqual([
      { transport: 'websocket', endpoint: 'ws://127.0.0.1:8080/connection/websocket' },
    ]);
  });

  test('below a path of its own it is the same', () => {
    expect(plan('websocket', `${ORIGIN}/_dev/line/a`, null).endpoints).toEqual([
      { transport: 'websocket', endpoint: 'ws://127.0.0.1:8080/_dev/line/a/connection/websocket' },
    ]);
  });

  test('each transport of SockJS can be forced', () => {
    expect(Object.keys(CHOICES).filter((choice) => choice.startsWith('sockjs-'))).toHaveLength(9);
    const client = {};
    expect(plan('sockjs-xhr-polling', ORIGIN, client)).toEqual({
      endpoints: [{ transport: 'sockjs', endpoint: `${ORIGIN}/connection/sockjs` }],
      options: {
        sockjs: client,
        sockjsOptions: { timeout: 10_000, transports: ['xhr-polling'] },
      },
    });
    expect(plan('sockjs', ORIGIN, client).options.sockjsOptions).toEqual({ timeout: 10_000 });
    expect(nameOf('sockjs-xhr-streaming')).toBe('SockJS: xhr-streaming');
  });
});

describe('what becomes of a connection', () => {
  function away(...channels: string[]): Story {
    const story = new Story();
    story.connected();
    for (const channel of channels) {
      story.entered(channel);
    }
    story.interrupted();
    return story;
  }

  test('a first connection is nothing to tell of', () => {
    const story = new Story();
    expect(story.telling.tone).toBe('none');
    story.connected();
    expect(story.telling.tone).toBe('none');
  });

  test('no connection at all is told, and forgotten when there is one', () => {
    const story = new Story();
    story.interrupted();
    expect(story.telling.title).toBe('Offline.');
    story.connected();
    expect(story.telling.tone).toBe('none');
  });

  test('a page says itself what it means to be offline', () => {
    const story = new Story({ offline: 'Prices stand still.' });
    story.interrupted();
    expect(story.telling.text).toBe('Prices stand still.');
  });

  test('after a break it says how many messages were recovered, when all channels are back', () => {
    const story = away('a', 'b');
    story.connected();
    expect(story.telling.text).toBe('Catching up…');
    story.returned('a', 2, true);
    expect(story.telling.text).toBe('Catching up…');
    story.returned('b', 1, true);
    expect(story.telling).toMatchObject({ tone: 'good', text: '3 messages were recovered.' });
    story.dismiss();
    expect(story.telling.tone).toBe('none');
  });

  test('what was counted before another break is not counted again', () => {
    const story = away('a', 'b');
    story.connected();
    story.returned('a', 5, true);
    story.interrupted();
    story.connected();
    story.returned('a', 1, true);
    story.returned('b', 0, true);
    expect(story.telling.text).toBe('1 message was recovered.');
  });

  test('it says so if something is lost', () => {
    const story = away('a', 'b');
    story.connected();
    story.returned('a', 0, false);
    story.returned('b', 1, true);
    expect(story.telling).toMatchObject({ tone: 'error', action: 'dismiss' });
  });

  test('what is lost stays told over another break, until somebody says that they know', () => {
    const story = away('a', 'b');
    story.connected();
    story.returned('a', 0, false);
    story.interrupted();
    story.connected();
    story.returned('a', 0, true);
    story.returned('b', 0, true);
    expect(story.telling.tone).toBe('error');
    story.dismiss();
    story.interrupted();
    story.connected();
    story.returned('a', 0, true);
    story.returned('b', 0, true);
    expect(story.telling.tone).toBe('good');
  });

  test('what is lost without a break is told too', () => {
    const story = away('a');
    story.connected();
    story.returned('a', 0, true);
    story.returned('a', 0, false);
    expect(story.telling.tone).toBe('error');
  });

  test('nobody waits for a channel that was left', () => {
    const story = away('a');
    story.connected();
    story.left('a');
    expect(story.phase).toBe('live');
  });

  test('an end is told with its reason, and stays until somebody tries again', () => {
    const story = away('a');
    story.ended(3500, 'invalid token');
    story.interrupted();
    expect(story.telling).toMatchObject({ text: 'with 3500: invalid token.', action: 'connect' });
    story.again();
    story.connected();
    story.returned('a', 0, true);
    expect(story.telling.tone).toBe('good');
  });
});

test('of the last round trips the median counts', () => {
  const times = new RoundTrips();
  expect([times.median, times.least, times.latest]).toEqual([null, null, null]);
  for (const millis of [900, 900, 900, 900, 5, 1, 2, 3, 4, 6, 7, 8, 100]) {
    times.add(millis);
  }
  expect([times.median, times.least, times.latest]).toEqual([5, 1, 100]);
});

test('the theme goes from the system’s to light, to dark, and back', () => {
  expect(next('system')).toBe('light');
  expect(next('light')).toBe('dark');
  expect(next('dark')).toBe('system');
});

test('who is somebody else in this tab stays that on other pages', () => {
  expect(sameAs('/why/', '?as=guest&transport=sse')).toBe('/why/?as=guest');
  expect(sameAs('/why/', '?as=a%26b')).toBe('/why/?as=a%26b');
  expect(sameAs('/why/', '')).toBe('/why/');
  const [browser, tab] = [kept(), kept()];
  expect(storeFor('?as=guest', browser, tab)).toBe(tab);
  expect(storeFor('', browser, tab)).toBe(browser);
});

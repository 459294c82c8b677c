import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Conversation, type ReadMark, UNREAD } from '../src/chat/conversation';
import { Channel } from './channel';

let channel: Channel;
let kept: ReadMark | null;

beforeEach(() => {
  channel = new Channel();
  kept = null;
});

function conversation(mark: ReadMark | null = null): Conversation {
  const client = { newSubscription: () => channel };
  const link = { client, follow: () => {} } as unknown as ConstructorParameters<
    typeof Conversation
  >[0];
  const keep = (it: ReadMark): void => {
    kept = it;
  };
  return new Conversation(
    link,
    'chat:a',
    'me',
    { changed: () => {}, read: keep, left: () => {} },
    mark,
  );
}

const offsets = (it: Conversation): number[] =>
  it.timeline
    .rows()
    .flatMap((row) => (row.kind === 'message' ? [row.message.offset ?? Number.NaN] : []));

test('who comes for the first time has nothing to catch up with', async () => {
  channel.publish(5);
  const it = conversation();
  await channel.enter();
  expect(it.timeline.unread).toBe(0);
  expect(kept).toEqual({ epoch: 'e', offset: 5 });
});

test.each([
  ['nothing', UNREAD],
  ['another life of the stream', { epoch: 'before', offset: 9 }],
])('who has read %s has all before them, and stays so', async (_, mark) => {
  channel.publish(5);
  const it = conversation(mark);
  await channel.enter();
  expect(it.timeline.unread).toBe(5);
  expect(kept).toBeNull();
});

test('a stream that begins anew is unread, though the first visit was not', async () => {
  channel.publish(5);
  const it = conversation();
  await channel.enter();
  channel.epoch = 'f';
  await channel.enter(true, false);
  expect(it.timeline.unread).toBe(5);
  expect(kept).toEqual({ epoch: 'e', offset: 5 });
});

test('a history that a cut took away is asked for when the connection is back', async () => {
  channel.publish(3);
  channel.cut(1);
  const it = conversation();
  await channel.enter();
  expect(offsets(it)).toEqual([]);
  expect(it.hasOlder).toBe(true);
  expect(kept).toBeNull();
  await channel.enter(true, true);
  expect(offsets(it)).toEqual([1, 2, 3]);
  expect(it.hasOlder).toBe(false);
});

test('a reader can ask again for the first page', async () => {
  channel.publish(3);
  channel.cut(1);
  const it = conversation();
  await channel.enter();
  expect(it.offersOlder).toBe(true);
  channel.state = 'subscribing';
  expect(it.offersOlder).toBe(false);
  await it.older();
  expect(offsets(it)).toEqual([1, 2, 3]);
  expect(it.offersOlder).toBe(false);
});

test('an answer that ends early, for the bytes of its messages, is read on and is no beginning', async () => {
  channel.publish(50);
  channel.most = 7;
  const it = conversation();
  await channel.enter();
  expect(offsets(it)).toEqual(Array.from({ length: 30 }, (_, i) => i + 21));
  expect(it.hasOlder).toBe(true);
  await it.older();
  expect(offsets(it)).toHaveLength(50);
  expect(it.hasOlder).toBe(false);
});

test('where the server has forgotten the first messages, the last that it has are the beginning', async () => {
  channel.publish(40);
  channel.log.splice(0, 25);
  const it = conversation();
  await channel.enter();
  expect(offsets(it)).toHaveLength(15);
  expect(it.hasOlder).toBe(false);
});

test('a gap is filled from above, as far back as it goes', async () => {
  channel.publish(100);
  const it = conversation();
  await channel.enter();
  channel.publish(70);
  await channel.enter(true, false);
  expect(offsets(it)).toEqual(Array.from({ length: 100 }, (_, i) => i + 71));
  expect(channel.asked).toEqual([null, null, 141, 111]);
  await it.older();
  expect(channel.asked.at(-1)).toBe(71);
});

test('a gap that a cut left open is filled by who comes back', async () => {
  channel.publish(30);
  const it = conversation();
  await channel.enter();
  channel.publish(60);
  await channel.enter(true, false);
  expect(offsets(it)).toHaveLength(90);
  channel.publish(60);
  channel.cut(1);
  await channel.enter(true, false);
  expect(offsets(it)).toHaveLength(90);
  await channel.enter(true, true);
  expect(offsets(it)).toHaveLength(150);
});

describe('a question that has no answer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test('is asked again while the connection is there, later each time', async () => {
    channel.publish(3);
    channel.cut(2);
    const it = conversation();
    const entered = channel.enter();
    await vi.advanceTimersByTimeAsync(2999);
    expect([it.loading, offsets(it)]).toEqual([false, []]);
    await vi.advanceTimersByTimeAsync(1);
    await entered;
    expect(offsets(it)).toEqual([1, 2, 3]);
    expect(kept).toEqual({ epoch: 'e', offset: 3 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(channel.asked).toHaveLength(3);
  });

  test('is asked again for a gap, too', async () => {
    channel.publish(30);
    const it = conversation();
    const entered = channel.enter();
    await vi.advanceTimersByTimeAsync(0);
    await entered;
    channel.publish(60);
    // The latest page comes, the one before it does not.
    channel.cut(1, 1);
    const again = channel.enter(true, false);
    await vi.advanceTimersByTimeAsync(1000);
    await again;
    expect(offsets(it)).toHaveLength(90);
  });

  test('is not asked again when the connection is gone, nor by who has entered before', async () => {
    channel.publish(3);
    channel.cut(1);
    const it = conversation();
    const entered = channel.enter();
    await vi.advanceTimersByTimeAsync(0);
    await entered;
    channel.state = 'subscribing';
    await vi.advanceTimersByTimeAsync(60_000);
    expect([channel.asked.length, offsets(it)]).toEqual([1, []]);
    channel.state = 'subscribed';
    channel.cut(1);
    const [first, second] = [channel.enter(), channel.enter()];
    await vi.advanceTimersByTimeAsync(60_000);
    await Promise.all([first, second]);
    expect([channel.asked.length, offsets(it)]).toEqual([3, [1, 2, 3]]);
  });
});

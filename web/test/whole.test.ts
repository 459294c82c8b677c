import { beforeEach, expect, test, vi } from 'vitest';
import { Whole } from '../src/chat/whole';
import { Channel, settled } from './channel';

let channel: Channel;
let taken: string[];
let completed: number;
let refused: string[];

beforeEach(() => {
  channel = new Channel();
  [taken, completed, refused] = [[], 0, []];
  const client = { newSubscription: () => channel } as unknown as ConstructorParameters<
    typeof Whole
  >[0];
  new Whole(client, 'a', {
    taken: ({ offset }, epoch, live) => taken.push(`${epoch}${offset}${live ? ' live' : ''}`),
    complete: () => completed++,
    refused: (reason) => refused.push(reason),
  }).enter();
});

function live(): void {
  channel.tell('publication', channel.publish(1));
}

test('all that is kept is read, page by page, and then what comes is live', async () => {
  channel.publish(250);
  await channel.enter();
  expect(taken).toHaveLength(250);
  expect(channel.asked).toEqual([null, 151, 51]);
  expect(completed).toBe(1);
  live();
  expect(taken.at(-1)).toBe('e251 live');
});

test('what comes while that is read is not live', async () => {
  channel.publish(1);
  const entered = channel.enter();
  live();
  await entered;
  expect(taken).toContain('e2');
  expect(taken).not.toContain('e2 live');
  expect(completed).toBe(1);
});

test('what was missed is not live, and nothing is read again', async () => {
  await channel.enter();
  const asked = channel.asked.length;
  const entered = channel.enter(true, true);
  live();
  await entered;
  live();
  expect(taken).toEqual(['e1', 'e2 live']);
  expect(channel.asked).toHaveLength(asked);
  expect(completed).toBe(2);
});

test('what could not be recovered is read again', async () => {
  await channel.enter();
  channel.publish(2);
  channel.epoch = 'f';
  await channel.enter(true, false);
  expect(taken).toEqual(['f2', 'f1']);
});

test('a page that has no answer is asked for when it is entered again', async () => {
  channel.publish(1);
  channel.cut(1);
  await channel.enter();
  expect([taken, completed]).toEqual([[], 0]);
  await channel.enter();
  expect([taken, completed]).toEqual([['e1'], 1]);
});

test('a page that has no answer is asked for again while the connection is there', async () => {
  vi.useFakeTimers();
  try {
    channel.publish(150);
    channel.cut(2);
    const entered = channel.enter();
    await vi.advanceTimersByTimeAsync(1000);
    expect([taken, completed]).toEqual([[], 0]);
    await vi.advanceTimersByTimeAsync(2000);
    await entered;
    expect([taken.length, completed]).toEqual([150, 1]);
    expect(channel.asked).toEqual([null, null, null, 51]);
  } finally {
    vi.useRealTimers();
  }
});

test('a page that ends early is not the beginning', async () => {
  channel.most = 10;
  channel.publish(25);
  await channel.enter();
  expect([taken.length, completed]).toEqual([25, 1]);
  expect(channel.asked).toEqual([null, 16, 6]);
});

test('what is before what is kept is asked for once', async () => {
  channel.publish(5);
  channel.log.splice(0, 2);
  await channel.enter();
  expect([taken.length, completed]).toEqual([3, 1]);
  expect(channel.asked).toEqual([null, 3]);
});

test('entered twice at once it is complete once', async () => {
  channel.publish(3);
  channel.tell('subscribed', { streamPosition: { epoch: 'e', offset: 3 } });
  await channel.enter();
  expect(completed).toBe(1);
});

test('who leaves is not refused, who is sent away is', async () => {
  channel.tell('unsubscribed', { code: 0, reason: 'unsubscribe called' });
  channel.tell('unsubscribed', { code: 2000, reason: 'no' });
  await settled();
  expect(refused).toEqual(['no']);
});

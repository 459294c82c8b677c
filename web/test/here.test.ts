import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Here } from '../src/chat/here';
import { Channel } from './channel';

let channel: Channel;
let here: Here;
let changed: number;

beforeEach(() => {
  vi.useFakeTimers();
  channel = new Channel();
  changed = 0;
  const subscription = channel as unknown as ConstructorParameters<typeof Here>[0];
  here = new Here(subscription, { changed: () => changed++ });
});

afterEach(() => {
  vi.useRealTimers();
});

const info = (user: string) => ({ client: `of-${user}`, user });
const users = (): string[] => here.people.list.people.map(({ user }) => user);

test('who is there is told, with who came and went while that was asked', async () => {
  channel.there.push(info('ann'), info('bob'));
  const asked = here.ask();
  channel.tell('join', { info: info('carl') });
  channel.tell('leave', { info: info('ann') });
  changed = 0;
  await asked;
  expect(users()).toEqual(['bob', 'carl']);
  expect(changed).toBe(1);
});

test('a question that has no answer is asked again while the connection is there', async () => {
  channel.there.push(info('ann'));
  channel.cutPresence(2);
  const asked = here.ask();
  await vi.advanceTimersByTimeAsync(2999);
  expect(users()).toEqual([]);
  channel.tell('join', { info: info('bob') });
  channel.there.push(info('bob'));
  await vi.advanceTimersByTimeAsync(1);
  await asked;
  expect(users()).toEqual(['ann', 'bob']);
});

test('nobody asks again without a connection, or when it has been entered since', async () => {
  channel.there.push(info('ann'));
  channel.cutPresence(1);
  const before = here.ask();
  channel.state = 'subscribing';
  await vi.advanceTimersByTimeAsync(60_000);
  await before;
  expect(users()).toEqual([]);
  channel.state = 'subscribed';
  channel.cutPresence(1);
  const [first, second] = [here.ask(), here.ask()];
  await second;
  expect([users(), changed]).toEqual([['ann'], 1]);
  await vi.advanceTimersByTimeAsync(60_000);
  await first;
  expect(changed).toBe(1);
});

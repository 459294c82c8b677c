import { beforeEach, expect, test } from 'vitest';
import { Identities } from '../src/chat/identity';
import { Desk } from '../src/notes/desk';
import { type Entry, sentenceOf } from '../src/notes/notes';
import { SafeStore } from '../src/store';
import { Channel, settled } from './channel';

const ME = 'me';
const NOTES = 'notes:#me';
const READ = 'notes.state:read#me';
const MUTED = 'notes.state:muted#me';
const WALL = 'wall:all';

/** A server: its channels outlive the pages. */
let channels: Map<string, Channel>;
let called: { method: string; data: Record<string, unknown> }[];
let answer: (method: string) => unknown;
let tab: SafeStore;
/** What pages did with their connections. */
let did: unknown[];
let arrived: Entry[];
let meanwhile: number[];
let troubles: string[];

beforeEach(() => {
  channels = new Map();
  called = [];
  did = [];
  answer = () => ({ epoch: 'e', offset: 100 });
  tab = new SafeStore(() => {
    throw new Error('there is none');
  });
  arrived = [];
  meanwhile = [];
  troubles = [];
});

function channel(name: string): Channel {
  const there = channels.get(name) ?? new Channel();
  channels.set(name, there);
  return there;
}

/** What a page writes into a channel stands there. */
function keep({ channel: name, data }: Record<string, unknown>): unknown {
  const { offset } = channel(String(name)).publish(1, ME, data) ?? {};
  return { epoch: 'e', offset };
}

/** A page is loaded, and connected. */
async function load(): Promise<{ desk: Desk; client: Channel }> {
  const client = new Channel();
  const made = Object.assign(client, {
    newSubscription: channel,
    setData: (data: unknown) => void did.push(data),
    connect: () => void did.push('connect'),
    disconnect: () => void did.push('disconnect'),
    rpc: async (method: string, data: Record<string, unknown>) => {
      called.push({ method, data });
      const answered = answer(method);
      return { data: method === 'duplex.publish' ? keep(data) : answered };
    },
  });
  const link = { client: made, follow: () => {} } as unknown as ConstructorParameters<
    typeof Desk
  >[0];
  const desk = new Desk(link, new Identities(tab), tab, {
    changed: () => {},
    arrived: (entry) => arrived.push(entry),
    cameMeanwhile: (count) => meanwhile.push(count),
    trouble: (sentence) => troubles.push(sentence),
  });
  client.tell('connected', { data: { user: ME } });
  await settled();
  return { desk, client };
}

async function enterAll(): Promise<void> {
  for (const name of [READ, MUTED, NOTES, WALL]) {
    await channel(name).enter();
  }
}

const like = (post: number) => ({ kind: 'like', post, epoch: 'w', about: 'hello' });

function live(name: string, user: string, data: unknown): void {
  channel(name).tell('publication', channel(name).publish(1, user, data));
}

const wrote = (name: string) =>
  called.filter(({ data }) => data.channel === name).map(({ data }) => data.data);

test('what there is is known when all of it has come, and then it is told how much is unread', async () => {
  channel(NOTES).publish(1, 'ann', like(1));
  channel(NOTES).publish(1, 'bob', like(1));
  channel(NOTES).publish(1, 'bob', { kind: 'message', text: 'psst' });
  channel(READ).publish(1, ME, { epoch: 'e', upTo: 0, also: [3] });
  const { desk } = await load();
  await channel(NOTES).enter();
  await channel(READ).enter();
  expect(desk.isKnown).toBe(false);
  expect(meanwhile).toEqual([]);
  await channel(MUTED).enter();
  expect(desk.isKnown).toBe(true);
  expect(meanwhile).toEqual([1]);
  expect(desk.entries.map((it) => [sentenceOf(it), it.unread])).toEqual([
    ['Nobody wrote to you', false],
    ['Nobody and Nobody like your post', true],
  ]);
  expect(arrived).toEqual([]);
});

test('what happens before it is known what is read and muted is told when it is', async () => {
  await load();
  await channel(NOTES).enter();
  live(NOTES, 'ann', like(1));
  await channel(MUTED).enter();
  expect(meanwhile).toEqual([]);
  await channel(READ).enter();
  expect(meanwhile).toEqual([1]);
  expect(arrived).toEqual([]);
});

test('what happens now is announced, unless its kind is muted', async () => {
  channel(MUTED).publish(1, ME, { kinds: ['comment'] });
  const { desk } = await load();
  await enterAll();
  live(NOTES, 'ann', like(1));
  live(NOTES, 'ann', { kind: 'comment', text: 'nice', post: 1, epoch: 'w' });
  expect(arrived.map(sentenceOf)).toEqual(['Nobody likes your post']);
  expect(desk.entries).toHaveLength(1);
  expect(desk.hidden).toEqual(new Map([['comment', 1]]));
  live(MUTED, ME, { kinds: [] });
  expect(desk.entries).toHaveLength(2);
});

test('a like that is taken back is not announced', async () => {
  await load();
  await enterAll();
  live(NOTES, 'ann', like(1));
  live(NOTES, 'ann', { ...like(1), kind: 'unlike' });
  expect(arrived).toHaveLength(1);
});

test('what came while the connection was gone is told as a number, and once', async () => {
  const { desk } = await load();
  await enterAll();
  live(NOTES, 'ann', like(1));
  // The server gives what was missed right behind its answer.
  const missed = [
    channel(NOTES).publish(1, 'bob', like(2)),
    channel(NOTES).publish(1, 'bob', like(3)),
  ];
  const entered = channel(NOTES).enter(true, true);
  for (const publication of missed) {
    channel(NOTES).tell('publication', publication);
  }
  await entered;
  expect(meanwhile).toEqual([2]);
  expect(arrived).toHaveLength(1);
  await channel(NOTES).enter(true, true);
  expect(meanwhile).toEqual([2]);
  expect(desk.entries).toHaveLength(3);
});

test('what is read and muted is written where all tabs see it, and what they write counts', async () => {
  const { desk } = await load();
  await enterAll();
  live(NOTES, 'ann', like(1));
  live(NOTES, 'bob', { kind: 'message', text: 'psst' });
  const [message] = desk.entries;
  desk.read(message as Entry);
  await settled();
  expect(wrote(READ)).toEqual([{ epoch: 'e', upTo: 0, also: [2] }]);
  expect(desk.entries.map(({ unread }) => unread)).toEqual([false, true]);
  live(READ, ME, { epoch: 'e', upTo: 2, also: [] });
  expect(desk.entries.map(({ unread }) => unread)).toEqual([false, false]);
  desk.mute('like', true);
  await settled();
  expect(wrote(MUTED)).toEqual([{ kinds: ['like'] }]);
});

test('all is read at once', async () => {
  const { desk } = await load();
  await enterAll();
  live(NOTES, 'ann', like(1));
  live(NOTES, 'ann', like(2));
  desk.readAll();
  await settled();
  expect(wrote(READ)).toEqual([{ epoch: 'e', upTo: 2, also: [] }]);
});

test('what the server does not take of that is told', async () => {
  answer = () => {
    throw { code: 103, message: 'permission denied' };
  };
  const { desk } = await load();
  await enterAll();
  desk.mute('like', true);
  await settled();
  expect(troubles).toEqual(['The server does not keep what you read or mute: permission denied.']);
  expect(desk.mutes.kinds).toEqual([]);
});

test('who is not let in is told', async () => {
  await load();
  channel(NOTES).tell('unsubscribed', { code: 103, reason: 'permission denied' });
  expect(troubles).toEqual(['The server does not let you in here: permission denied.']);
});

test('a like is shown at once, asked for with a key, and stays shown until it has come', async () => {
  const { desk } = await load();
  await enterAll();
  live(WALL, 'ann', { kind: 'post', text: 'hello' });
  answer = () => ({ epoch: 'e', offset: 2 });
  desk.like(1, true);
  const likes = () => [...(desk.posts[0]?.likes.keys() ?? [])];
  expect(likes()).toEqual([ME]);
  await settled();
  const key = called.at(-1)?.data.key;
  expect(called).toEqual([{ method: 'wall.like', data: { epoch: 'e', post: 1, key } }]);
  expect(likes()).toEqual([ME]);
  live(WALL, ME, { kind: 'like', post: 1 });
  expect(likes()).toEqual([ME]);
  live(WALL, ME, { kind: 'unlike', post: 1 });
  expect(likes()).toEqual([]);
});

test('a comment goes to the post that it was written to, though another one stands there by now', async () => {
  const { desk } = await load();
  await enterAll();
  live(WALL, 'ann', { kind: 'post', text: 'hello' });
  const { epoch } = desk;
  channel(WALL).epoch = 'f';
  channel(WALL).log.splice(0);
  await channel(WALL).enter(true, false);
  live(WALL, 'eve', { kind: 'post', text: 'something else' });
  answer = () => {
    throw { code: 108, message: 'not available' };
  };
  desk.comment(epoch, 1, 'well said');
  expect(desk.posts.map(({ event, comments }) => [event.text, comments.length])).toEqual([
    ['something else', 0],
  ]);
  await settled();
  expect(called).toMatchObject([{ method: 'wall.comment', data: { epoch: 'e', post: 1 } }]);
  expect(desk.failed).toHaveLength(1);
});

test('whom another tab has renamed is called so here', async () => {
  const { desk } = await load();
  new Identities(tab).rename('Ann');
  expect(desk.renamedElsewhere('duplex.chat')).toBe(true);
  expect(desk.name).toBe('Ann');
  expect(did.slice(1)).toEqual([{ name: 'Ann' }, 'disconnect', 'connect']);
});

test('what the server refuses is not shown as done, and is tried again with the same key', async () => {
  answer = () => {
    throw { code: 108, message: 'not available' };
  };
  const { desk } = await load();
  await enterAll();
  desk.write('ann', 'psst');
  await settled();
  expect(desk.failed.map(({ problem }) => problem)).toEqual(['not available']);
  answer = () => ({});
  desk.retry(desk.failed[0]?.key ?? '');
  await settled();
  expect(desk.failed).toEqual([]);
  expect(called).toHaveLength(2);
  expect(called[1]).toEqual(called[0]);
  expect(called[0]).toMatchObject({ method: 'wall.message', data: { to: 'ann', text: 'psst' } });
});

test('what waits survives a reload of the page, and goes with its key', async () => {
  const { desk, client } = await load();
  await enterAll();
  client.tell('connecting', {});
  desk.post('offline');
  expect(desk.posts.map(({ event }) => [event.text, event.pending === undefined])).toEqual([
    ['offline', false],
  ]);
  expect(called).toEqual([]);
  await load();
  await settled();
  expect(called).toMatchObject([{ method: 'wall.post', data: { text: 'offline' } }]);
});

import { beforeEach, expect, test } from 'vitest';
import { directChannel } from '../src/chat/channels';
import { Chat } from '../src/chat/chat';
import { Identities } from '../src/chat/identity';
import { MAX_CONVERSATIONS, MAX_WANTED, Memory } from '../src/chat/memory';
import { MAX_WAITING, type Outgoing } from '../src/chat/outbox';
import { SafeStore } from '../src/store';
import { Channel, settled } from './channel';

const ME = 'bob';
const ANN = directChannel(ME, 'ann');
const INBOX = 'inbox:#bob';

/** A server: its channels outlive the pages. */
let channels: Map<string, Channel>;
let published: Outgoing[];
let refuses: (channel: string) => boolean;
/** What the last page did with its connection. */
let did: unknown[];
let [browser, tab] = [nothing(), nothing()];

function nothing(): SafeStore {
  return new SafeStore(() => {
    throw new Error('there is none');
  });
}

beforeEach(() => {
  channels = new Map();
  published = [];
  did = [];
  refuses = () => false;
  [browser, tab] = [nothing(), nothing()];
});

function channel(name: string): Channel {
  const there = channels.get(name) ?? new Channel();
  channels.set(name, there);
  return there;
}

/** A page is loaded; it is connected if nothing else is said. */
async function load(connected = true): Promise<Chat> {
  const client = new Channel();
  did = [];
  const doing = did;
  const made = Object.assign(client, {
    setData: (data: unknown) => void doing.push(data),
    connect: () => void doing.push('connect'),
    disconnect: () => void doing.push('disconnect'),
    newSubscription: channel,
    removeSubscription: () => {},
    rpc: async (_: string, item: Outgoing & { idempotencyKey: string }) => {
      if (refuses(item.channel)) {
        throw { code: 103, message: 'permission denied' };
      }
      published.push({ ...item, key: item.idempotencyKey });
      return { data: { offset: published.length, epoch: 'e' } };
    },
  });
  const link = { client: made, follow: () => {} } as unknown as ConstructorParameters<
    typeof Chat
  >[0];
  const memory = (user: string): Memory => new Memory(browser, tab, user);
  const chat = new Chat(link, new Identities(browser), memory, { changed: () => {} }, '');
  client.tell('connected', { data: { user: ME } });
  if (!connected) {
    client.tell('connecting', {});
  }
  await settled();
  return chat;
}

const has = (chat: Chat, name: string): boolean =>
  chat.conversations.some((it) => it.channel === name);

const shown = (chat: Chat) =>
  chat.active?.timeline.rows().flatMap((row) => (row.kind === 'message' ? [row.message] : [])) ??
  [];

test('who wrote while I was away is found, and stays unread over a reload', async () => {
  channel(INBOX).publish(1);
  channel(ANN).publish(3);
  const before = await load();
  await channel(INBOX).enter();
  expect(has(before, ANN)).toBe(true);
  // The page is loaded again before the conversation has been entered, and once more.
  const chat = await load();
  await channel(ANN).enter();
  expect(chat.unread).toBe(3);
  const again = await load();
  await channel(ANN).enter();
  expect(again.unread).toBe(3);
});

test('the inbox is read to its end, however much one user put there', async () => {
  channel(INBOX).publish(1, 'eve');
  channel(INBOX).publish(450);
  const chat = await load();
  await channel(INBOX).enter();
  expect(channel(INBOX).asked).toEqual([null, 352, 252, 152, 52]);
  expect(has(chat, directChannel(ME, 'eve'))).toBe(true);
});

test('an inbox that a cut took away is read when the connection is back', async () => {
  channel(INBOX).publish(1);
  channel(INBOX).cut(1);
  const chat = await load();
  await channel(INBOX).enter();
  expect(has(chat, ANN)).toBe(false);
  await channel(INBOX).enter(true, true);
  expect(has(chat, ANN)).toBe(true);
});

test('a conversation that was left stays left, until somebody writes again', async () => {
  channel(INBOX).publish(1);
  const before = await load();
  await channel(INBOX).enter();
  before.open(ANN);
  before.leave(before.active as NonNullable<Chat['active']>);
  const chat = await load();
  await channel(INBOX).enter();
  expect(has(chat, ANN)).toBe(false);
  channel(INBOX).tell('publication', channel(INBOX).publish(1));
  expect(has(chat, ANN)).toBe(true);
});

test('the other one is told of the first message, and of the next when they have gone', async () => {
  const chat = await load();
  chat.open(ANN);
  chat.send('one');
  chat.send('two');
  await settled();
  expect(published.map((it) => it.channel)).toEqual([ANN, 'inbox:#ann', ANN]);
  channel(ANN).tell('leave', { info: { client: 'c', user: 'ann' } });
  chat.send('three');
  await settled();
  expect(published.map((it) => it.channel).slice(3)).toEqual([ANN, 'inbox:#ann']);
});

test('a note that is refused is told beside the message, and goes with the next one', async () => {
  const chat = await load();
  chat.open(ANN);
  refuses = (name) => name === 'inbox:#ann';
  chat.send('one');
  await settled();
  expect(shown(chat)[0]).toMatchObject({
    delivery: 'sent',
    problem: 'the other one was not told of it: permission denied',
  });
  refuses = () => false;
  chat.send('two');
  await settled();
  expect(published.map((it) => it.channel)).toEqual([ANN, ANN, 'inbox:#ann']);
});

test('what failed is there after a reload, and is tried again as it was written', async () => {
  refuses = () => true;
  const before = await load();
  before.send('a\u0007b');
  await settled();
  expect(shown(before)).toMatchObject([{ text: 'a␇b', delivery: 'failed' }]);
  const chat = await load();
  expect(shown(chat)).toMatchObject([{ delivery: 'failed', problem: 'permission denied' }]);
  refuses = () => false;
  chat.retry(shown(chat)[0]?.key ?? '');
  await settled();
  expect(published).toMatchObject([{ data: { text: 'a\u0007b' } }]);
  expect(shown(await load())).toEqual([]);
});

test('without room for a message and its note neither is taken', async () => {
  const chat = await load(false);
  for (let i = 1; i < MAX_WAITING; i++) {
    expect(chat.send('x')).toBe(true);
  }
  chat.open(ANN);
  expect(chat.send('x')).toBe(false);
  expect(shown(chat)).toEqual([]);
});

test('what waits goes out once the page is loaded again', async () => {
  const before = await load(false);
  before.send('x');
  expect(published).toEqual([]);
  await load();
  expect(published).toMatchObject([{ data: { text: 'x' } }]);
});

test('what another tab has read is read', async () => {
  channel(ANN).publish(3);
  channel(INBOX).publish(1);
  const chat = await load();
  await channel(INBOX).enter();
  await channel(ANN).enter();
  new Memory(browser, tab, ME).keepMark(ANN, { epoch: 'e', offset: 2 });
  chat.readElsewhere('duplex.chat.read eve');
  expect(chat.unread).toBe(3);
  chat.readElsewhere('duplex.chat.read bob');
  expect(chat.unread).toBe(1);
});

test('what each of two tabs has opened is open after a reload, and what one has left is not', async () => {
  const [one, other] = [await load(), await load()];
  one.open('chat:tea');
  other.open('chat:cake');
  one.leave(one.active as NonNullable<Chat['active']>);
  one.open('chat:jam');
  const chat = await load();
  expect(['chat:tea', 'chat:cake', 'chat:jam'].map((name) => has(chat, name))).toEqual([
    false,
    true,
    true,
  ]);
});

test('whom another tab has renamed is called so here, and connects again to be told as that', async () => {
  new Identities(browser).rename('Ann');
  const chat = await load();
  expect(did).toEqual([{ name: 'Ann' }]);
  new Identities(browser).rename('Bob');
  expect(chat.name).toBe('Ann');
  expect(chat.renamedElsewhere('duplex.chat.read bob')).toBe(false);
  expect(chat.renamedElsewhere('duplex.chat')).toBe(true);
  expect(chat.name).toBe('Bob');
  expect(did.slice(1)).toEqual([{ name: 'Bob' }, 'disconnect', 'connect']);
  expect(chat.renamedElsewhere('duplex.chat')).toBe(false);
});

test('who has become somebody else in this browser is none whom another tab has renamed', async () => {
  const chat = await load();
  const { name } = chat;
  browser.setItem('duplex.chat', '0123 Eve');
  expect(chat.renamedElsewhere('duplex.chat')).toBe(false);
  browser.removeItem('duplex.chat');
  expect(chat.renamedElsewhere('duplex.chat')).toBe(false);
  expect(chat.name).toBe(name);
  expect(did).toHaveLength(1);
});

test('there are so many conversations and no more', async () => {
  const chat = await load();
  for (let i = 0; i < MAX_CONVERSATIONS; i++) {
    chat.open(`chat:r${i}`);
  }
  expect(chat.conversations).toHaveLength(MAX_CONVERSATIONS);
  expect(chat.open('chat:one-more')).toBe(false);
});

test('however many want to talk, there is room for whom I want to talk to', async () => {
  for (let i = 0; i < MAX_CONVERSATIONS; i++) {
    channel(INBOX).publish(1, `stranger-${i}`);
  }
  const chat = await load();
  await channel(INBOX).enter();
  expect(chat.conversations).toHaveLength(MAX_WANTED);
  expect(chat.open(ANN)).toBe(true);
});

import { describe, expect, test } from 'vitest';
import { hueOf, initials } from '../src/chat/avatar';
import {
  channelIn,
  directChannel,
  isConversation,
  kindOf,
  otherIn,
  roomChannel,
  roomOf,
  typingChannel,
} from '../src/chat/channels';
import { Identities, tagOf, tokenOf } from '../src/chat/identity';
import { MAX_CONVERSATIONS, MAX_MARKS, Memory } from '../src/chat/memory';
import { People, TYPING_MILLIS } from '../src/chat/people';
import { comesBack, Lobby, MAX_MESSAGES, MAX_WAITING, ME } from '../src/chat-sockjs/lobby';
import type { Store } from '../src/store';

function store(initially: Record<string, string> = {}): Store {
  const values = new Map(Object.entries(initially));
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

describe('channels', () => {
  test.each([
    ['Lobby', 'lobby'],
    [' #Tea time ', 'tea-time'],
    ['x'.repeat(99), 'x'.repeat(30)],
    ['', null],
    ['chat:lobby', null],
    ['<b>', null],
  ])('a room typed as %j', (typed, room) => {
    expect(roomOf(typed)).toBe(room);
  });

  test('both of two make the same channel of themselves', () => {
    expect(directChannel('ann', 'bob')).toBe('direct:#ann,bob');
    expect(directChannel('bob', 'ann')).toBe('direct:#ann,bob');
    expect(otherIn('direct:#ann,bob', 'ann')).toBe('bob');
    expect(kindOf('direct:#ann,bob')).toBe('direct');
    expect(typingChannel('direct:#ann,bob')).toBe('direct.typing:#ann,bob');
    expect(typingChannel(roomChannel('lobby'))).toBe('chat.typing:lobby');
  });

  test.each([
    'direct:#bob,eve',
    'direct:#bob,ann',
    'direct:#ann',
    'direct:#ann,ann',
    'direct:#ann,bob,eve',
    'direct:#ann,b b',
    'chat:',
    `chat:${'x'.repeat(31)}`,
    'inbox:#ann',
    '',
  ])('%j is no conversation of mine', (channel) => {
    expect(isConversation(channel, 'ann')).toBe(false);
  });

  test('an address names a channel, or nothing', () => {
    expect(channelIn('#direct%3A%23ann%2Cbob')).toBe('direct:#ann,bob');
    expect(channelIn('#%')).toBe('');
    expect(channelIn('')).toBe('');
  });

  test('who is nobody has no conversations of two', () => {
    expect(isConversation(directChannel('', 'bob'), '')).toBe(false);
    expect(isConversation(roomChannel('lobby'), '')).toBe(true);
  });
});

describe('who is here', () => {
  const info = (client: string, user: string, name = user) => ({
    client,
    user,
    connInfo: { name },
  });

  test('somebody is there once, and until the last connection goes', () => {
    const people = new People();
    people.present([info('1', 'bob'), info('2', 'ann'), info('3', '')]);
    people.joined(info('4', 'ann'));
    expect(people.list.people).toMatchObject([
      { user: 'ann', connections: 2 },
      { user: 'bob', connections: 1 },
    ]);
    expect(people.list.nobodies).toBe(1);
    people.left(info('2', 'ann'));
    people.left(info('3', ''));
    expect(people.list.people).toHaveLength(2);
    people.left(info('4', 'ann'));
    expect(people.list.people).toMatchObject([{ user: 'bob' }]);
    expect(people.list.nobodies).toBe(0);
  });

  test('a name that is anything is shown as text', () => {
    const people = new People();
    people.joined({ client: '1', user: 'eve', connInfo: { name: 'E\u202eve\u0000' } });
    people.joined({ client: '2', user: 'max', connInfo: { name: 5 } });
    expect(people.list.people.map(({ name }) => name)).toEqual(['E\ufffdve␀', 'Nobody']);
  });

  test('who types is told for a while, or until they have spoken', () => {
    const people = new People();
    expect(people.typingNow(0)).toBe('');
    people.typing(info('1', 'ann'), 0);
    people.typing(info('2', 'bob'), 10);
    expect(people.typingNow(20)).toBe('ann and bob are typing…');
    people.spoke('bob');
    expect(people.typingNow(20)).toBe('ann is typing…');
    expect(people.typingNow(TYPING_MILLIS)).toBe('');
    for (const user of ['a', 'b', 'c', 'd']) {
      people.typing(info(user, user), 0);
    }
    expect(people.typingNow(1)).toBe('4 people are typing…');
  });

  test('people have initials and a colour of their own', () => {
    expect(initials('Ann Lee Smith')).toBe('AL');
    expect(initials('😀')).toBe('😀');
    expect(initials(' ')).toBe('?');
    expect(hueOf('ann')).toBe(hueOf('ann'));
    expect(hueOf('x'.repeat(100_000))).toBeLessThan(10);
  });
});

describe('what is kept', () => {
  test('somebody stays the same, and may change the name', () => {
    const identities = new Identities(store(), (bytes) => new Uint8Array(bytes));
    const before = identities.current();
    expect(before.name).toBe('Amber Crane');
    expect(tokenOf(before)).toMatch(/^dev\.[0-9a-f]{48}$/);
    identities.rename('  Ann Lee ');
    expect(identities.current()).toEqual({ ...before, name: 'Ann Lee' });
    identities.rename('n'.repeat(99));
    expect(identities.current().name).toHaveLength(40);
  });

  test('marks, conversations and what waits come back', () => {
    const memory = new Memory(store(), store(), 'ann');
    memory.keepMark('chat:a', { epoch: 'e', offset: 3 });
    memory.keepMark('chat:b', { epoch: 'e', offset: 4 });
    for (let i = 0; i < MAX_CONVERSATIONS + 5; i++) {
      memory.opened(`chat:${i}`);
    }
    memory.keepOutbox([{ key: 'k', channel: 'chat:a', data: {} }]);
    expect(memory.mark('chat:a')).toEqual({ epoch: 'e', offset: 3 });
    expect(memory.mark('chat:c')).toBeNull();
    expect(memory.channels).toHaveLength(MAX_CONVERSATIONS);
    expect(memory.channels.at(-1)).toBe(`chat:${MAX_CONVERSATIONS + 4}`);
    expect(memory.outbox).toHaveLength(1);
  });

  test('what another tab has opened and closed counts too', () => {
    const browser = store();
    const [one, other] = [new Memory(browser, store(), 'ann'), new Memory(browser, store(), 'ann')];
    one.opened('chat:a');
    other.opened('chat:b');
    one.opened('chat:a');
    expect(one.channels).toEqual(['chat:a', 'chat:b']);
    other.closed('chat:a');
    expect(one.channels).toEqual(['chat:b']);
  });

  test('who looks for who was here makes nobody', () => {
    const browser = store();
    const identities = new Identities(browser, (bytes) => new Uint8Array(bytes));
    expect(identities.kept()).toBeNull();
    expect(identities.kept()).toBeNull();
    expect(identities.current()).toEqual(identities.kept());
  });

  test('who is somebody else in the same tab finds nothing', () => {
    const [browser, tab] = [store(), store()];
    new Memory(browser, tab, 'ann').keepOutbox([{ key: 'k', channel: 'chat:a', data: {} }]);
    new Memory(browser, tab, 'ann').keepMark('chat:a', { epoch: 'e', offset: 3 });
    expect(new Memory(browser, tab, 'bob').outbox).toEqual([]);
    expect(new Memory(browser, tab, 'bob').mark('chat:a')).toBeNull();
    expect(new Memory(browser, tab, 'ann').outbox).toHaveLength(1);
  });

  test('a mark does not go back, and the latest are kept', () => {
    const memory = new Memory(store(), store(), 'ann');
    memory.keepMark('chat:a', { epoch: 'e', offset: 3 });
    memory.keepMark('chat:a', { epoch: 'e', offset: 2 });
    expect(memory.mark('chat:a')?.offset).toBe(3);
    memory.keepMark('chat:a', { epoch: 'f', offset: 1 });
    expect(memory.mark('chat:a')?.offset).toBe(1);
    for (let i = 0; i < MAX_MARKS; i++) {
      memory.keepMark(`chat:${i}`, { epoch: 'e', offset: 1 });
    }
    expect(memory.mark('chat:a')).toBeNull();
    expect(memory.mark('chat:0')).not.toBeNull();
  });

  test('a tag is long enough that nobody finds another secret for it', () => {
    expect(tagOf('x'.repeat(32))).toHaveLength(8);
  });

  test('what somebody else has put there does no harm', () => {
    const broken = store({
      'duplex.chat.read ann': '{"chat:a":{"epoch":1}}',
      'duplex.chat.open ann': '[1,"chat:a"]',
      'duplex.chat.outbox ann': 'no json',
    });
    const memory = new Memory(broken, broken, 'ann');
    expect(memory.mark('chat:a')).toBeNull();
    expect(memory.channels).toEqual(['chat:a']);
    expect(memory.outbox).toEqual([]);
  });
});

describe('the lobby by SockJS alone', () => {
  const letter = (key: string, text = key) => ({ key, text, name: 'Ann', at: 1 });
  const lines = (lobby: Lobby) => lobby.messages.map(({ text, delivery }) => `${text} ${delivery}`);

  test('an own message is sent when it comes back', () => {
    const lobby = new Lobby();
    lobby.begin();
    lobby.write(letter('own-key-1'));
    lobby.take('"hello"', 5);
    expect(lines(lobby)).toEqual(['"hello" sent', 'own-key-1 sending']);
    lobby.take(JSON.stringify(letter('own-key-1')), 5);
    lobby.take(JSON.stringify(letter('own-key-1')), 6);
    expect(lines(lobby)).toEqual(['"hello" sent', 'own-key-1 sent']);
    expect(lobby.messages[1]?.user).toBe(ME);
  });

  test('what does not come back is due again after a while, and at once after a break', () => {
    const lobby = new Lobby();
    lobby.write(letter('own-key-1'));
    expect(lobby.due(0, 100)).toHaveLength(1);
    expect(lobby.due(99, 100)).toHaveLength(0);
    expect(lobby.due(100, 100)).toHaveLength(1);
    lobby.begin();
    expect(lobby.due(101, 100)).toHaveLength(1);
  });

  test('after a break the last messages are there once', () => {
    const lobby = new Lobby();
    lobby.take(JSON.stringify(letter('one-key-1')), 1);
    lobby.begin();
    lobby.take(JSON.stringify(letter('one-key-1')), 1);
    lobby.take(JSON.stringify(letter('two-key-2')), 1);
    expect(lines(lobby)).toEqual(['one-key-1 sent', 'two-key-2 sent']);
  });

  test('own messages that have come back are known again, the latest of them', () => {
    const lobby = new Lobby();
    for (let i = 0; i < MAX_MESSAGES + 5; i++) {
      lobby.write(letter(`own-key-${i}`));
      lobby.take(JSON.stringify(letter(`own-key-${i}`)), i);
    }
    expect(lobby.own).toBe(MAX_MESSAGES);
    lobby.begin();
    lobby.take(JSON.stringify(letter(`own-key-${MAX_MESSAGES}`)), 1);
    expect(lobby.messages[0]?.user).toBe(ME);
  });

  test('so many messages wait and no more', () => {
    const lobby = new Lobby();
    for (let i = 0; i < MAX_WAITING; i++) {
      expect(lobby.write(letter(`own-key-${i}`))).toBe(true);
    }
    expect(lobby.write(letter('one-more-key'))).toBe(false);
  });

  test('who is refused does not try again', () => {
    expect([4403, 4404].map(comesBack)).toEqual([false, false]);
    expect([1000, 1006, 1013, 2010, 3012].map(comesBack)).toEqual([true, true, true, true, true]);
  });
});

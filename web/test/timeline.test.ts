import { expect, test } from 'vitest';
import type { Message } from '../src/chat/message';
import { MAX_LIVES, MAX_MESSAGES, type Page, Timeline } from '../src/chat/timeline';

const ME = 'me';

function message(offset: number | null, key = `key-${offset}`, user = 'ann'): Message {
  const delivery = offset === null ? 'sending' : 'sent';
  return { key, offset, user, name: user, text: key, at: 0, delivery };
}

function entered(epoch = 'e'): Timeline {
  const timeline = new Timeline(ME);
  timeline.enter(epoch);
  return timeline;
}

/** Not the latest page. */
const BEFORE = 99;

function page(messages: Message[], all: boolean, epoch = 'e', top = 0): Page {
  return { messages, all, epoch, top };
}

/** What is shown, in short: messages by key, other rows by kind. */
function shown(timeline: Timeline, newAfter: number | null = null): string[] {
  return timeline
    .rows(newAfter)
    .map((row) => (row.kind === 'message' ? row.message.key : `(${row.kind})`));
}

test('messages stand by offset, however they come, each once', () => {
  const timeline = entered();
  timeline.add(message(4));
  timeline.add(message(5));
  timeline.addHistory(page([message(4), message(3), message(2)], false, 'e'), BEFORE);
  timeline.add(message(5));
  timeline.addHistory(page([message(1)], true, 'e'), BEFORE);
  expect(shown(timeline)).toEqual(['key-1', 'key-2', 'key-3', 'key-4', 'key-5']);
  expect(timeline.edge).toBe(1);
  expect(timeline.hasBeginning).toBe(true);
});

test('what is missing between two messages is shown, and goes when it comes', () => {
  const timeline = entered();
  timeline.add(message(1));
  timeline.add(message(4));
  expect(shown(timeline)).toEqual(['key-1', '(gap)', 'key-4']);
  timeline.addHistory(page([message(3), message(2)], false, 'e'), BEFORE);
  expect(shown(timeline)).toEqual(['key-1', 'key-2', 'key-3', 'key-4']);
});

test('a history of a life that is over is not taken', () => {
  const timeline = entered('new');
  timeline.addHistory(page([message(1)], true, 'old'), BEFORE);
  expect(shown(timeline)).toEqual([]);
  expect(timeline.hasBeginning).toBe(false);
});

test('a stream that begins anew goes below what there was', () => {
  const timeline = entered('one');
  timeline.add(message(7));
  timeline.read(7);
  timeline.enter('one');
  timeline.enter('two');
  timeline.add(message(1, 'first'));
  expect(shown(timeline)).toEqual(['key-7', '(restart)', 'first']);
  expect(timeline.unread).toBe(1);
  expect(timeline.edge).toBe(1);
});

test('an own message is sent when the server answers, and is not shown twice when it comes', () => {
  const timeline = entered();
  const own = message(null, 'own-key-1', ME);
  timeline.write(own);
  timeline.add(message(1));
  expect(shown(timeline)).toEqual(['key-1', 'own-key-1']);
  timeline.sent('own-key-1', { offset: 2, epoch: 'e' });
  timeline.add(message(2, 'own-key-1', ME));
  timeline.add(message(3));
  expect(own).toMatchObject({ offset: 2, delivery: 'sent' });
  expect(shown(timeline)).toEqual(['key-1', 'own-key-1', 'key-3']);
});

test('an own message that comes before the answer is sent too', () => {
  const timeline = entered();
  const own = message(null, 'own-key-1', ME);
  timeline.write(own);
  timeline.add(message(1, 'own-key-1', ME));
  timeline.sent('own-key-1', { offset: 1, epoch: 'e' });
  expect(own).toMatchObject({ offset: 1, delivery: 'sent' });
  expect(shown(timeline)).toEqual(['own-key-1']);
});

test('a message that the channel has twice is shown once, and leaves no gap', () => {
  const timeline = entered();
  timeline.add(message(1, 'same-key', ''));
  timeline.add(message(2, 'same-key', ''));
  timeline.add(message(3));
  expect(shown(timeline)).toEqual(['same-key', 'key-3']);
});

test('nobody hides their message behind the key of another', () => {
  const timeline = entered();
  timeline.add(message(1, 'same-key', 'ann'));
  timeline.add(message(2, 'same-key', 'eve'));
  expect(shown(timeline)).toEqual(['same-key', 'same-key/2']);
});

test('an answer of another life leaves the message where it is, as sent', () => {
  const timeline = entered('new');
  timeline.write(message(null, 'own-key-1', ME));
  timeline.sent('own-key-1', { offset: 9, epoch: 'old' });
  expect(timeline.rows()).toMatchObject([{ message: { offset: null, delivery: 'sent' } }]);
});

test('a message fails, is tried again, and can be given up', () => {
  const timeline = entered();
  const own = message(null, 'own-key-1', ME);
  timeline.write(own);
  timeline.failed('own-key-1', 'not allowed');
  expect(own).toMatchObject({ delivery: 'failed', problem: 'not allowed' });
  timeline.sending('own-key-1');
  expect(own.delivery).toBe('sending');
  timeline.discard('own-key-1');
  expect(shown(timeline)).toEqual([]);
  timeline.add(message(1, 'own-key-1', ME));
  expect(shown(timeline)).toEqual(['own-key-1']);
});

test('what others wrote after the mark is unread, and the first of it is marked', () => {
  const timeline = entered();
  for (const offset of [1, 2, 3, 4]) {
    timeline.add(message(offset, undefined, offset === 2 ? ME : 'ann'));
  }
  timeline.read(1);
  timeline.read(0);
  expect(timeline.unread).toBe(2);
  expect(shown(timeline, timeline.readUpTo)).toEqual([
    'key-1',
    'key-2',
    '(unread)',
    'key-3',
    'key-4',
  ]);
  timeline.read(timeline.latest);
  expect(timeline.unread).toBe(0);
});

test('a long conversation loses its oldest messages here, and can ask for them again', () => {
  const timeline = entered();
  timeline.addHistory(page([message(1)], true), BEFORE);
  for (let offset = 2; offset <= MAX_MESSAGES + 1; offset++) {
    timeline.add(message(offset));
  }
  expect(timeline.rows()).toHaveLength(MAX_MESSAGES);
  expect(timeline.edge).toBe(2);
  expect(timeline.hasBeginning).toBe(false);
  timeline.addHistory(page([message(1)], true, 'e'), BEFORE);
  expect(timeline.edge).toBe(1);
});

test('what is before the newest messages is asked for, until it meets what is known', () => {
  const timeline = entered();
  timeline.addHistory(page([message(2), message(1)], true));
  expect(timeline.hasGap).toBe(false);
  timeline.enter('e');
  timeline.addHistory(page([message(8), message(7)], false));
  expect([timeline.hasGap, timeline.edge, timeline.hasBeginning]).toEqual([true, 7, false]);
  timeline.addHistory(page([message(6), message(5)], false), 7);
  expect([timeline.hasGap, timeline.edge]).toEqual([true, 5]);
  timeline.addHistory(page([message(4), message(3)], false), 5);
  expect([timeline.hasGap, timeline.edge, timeline.hasBeginning]).toEqual([false, 1, true]);
});

test('what the server does not have any more is not asked for', () => {
  const timeline = entered();
  timeline.addHistory(page([message(1)], true));
  timeline.enter('e');
  timeline.addHistory(page([message(8)], true));
  expect([timeline.hasGap, timeline.hasBeginning]).toEqual([false, true]);
  expect(shown(timeline)).toEqual(['key-1', '(gap)', 'key-8']);
});

test('a history that is empty has nothing before what comes next', () => {
  const timeline = entered();
  timeline.addHistory(page([], true, 'e', 7));
  timeline.add(message(8));
  expect(timeline.hasBeginning).toBe(true);
});

test('who was not told all that was missed asks for the latest page again', () => {
  const timeline = entered();
  timeline.addHistory(page([message(1)], true));
  timeline.enter('e', true);
  expect(timeline.hasPage).toBe(true);
  timeline.enter('e', false);
  expect(timeline.hasPage).toBe(false);
});

test('nobody replaces the message of who has no name, whoever loads later', () => {
  const first = { ...message(1, 'same-key', ''), text: 'mine' };
  const later = { ...message(2, 'same-key', ''), text: 'not mine' };
  const timeline = entered();
  // As the history is read: the latest first.
  timeline.addHistory(page([later, first], true));
  const texts = timeline.rows().map((row) => row.kind === 'message' && row.message.text);
  expect(texts).toEqual(['mine', 'not mine']);
  expect(shown(timeline)).toEqual(['same-key', 'same-key/2']);
});

test('of two copies the first stands, on whichever page it comes', () => {
  const timeline = entered();
  timeline.addHistory(page([message(5, 'same-key'), message(4)], false));
  timeline.addHistory(page([message(3, 'same-key')], true), 4);
  expect(shown(timeline)).toEqual(['same-key', 'key-4']);
});

test('lives that are long over go, and their keys with them', () => {
  const timeline = entered('life-0');
  timeline.add(message(1, 'same-key'));
  for (let life = 1; life <= MAX_LIVES; life++) {
    timeline.enter(`life-${life}`);
    timeline.add(message(1, `key-of-${life}`));
  }
  expect(shown(timeline).filter((row) => row === '(restart)')).toHaveLength(MAX_LIVES - 1);
  timeline.add(message(2, 'same-key'));
  expect(shown(timeline).at(-1)).toBe('same-key');
});

test('what is after the mark and not here is unread too, as far as the server has it', () => {
  const timeline = entered();
  timeline.addHistory(page([message(100), message(99)], false, 'e', 100));
  timeline.read(10);
  expect(timeline.unread).toBe(90);
  timeline.addHistory(page([message(98)], true), 99);
  expect(timeline.unread).toBe(3);
});

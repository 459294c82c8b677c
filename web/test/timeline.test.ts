import { expect, test } from 'vitest';
import type { Message } from '../src/chat/message';
import { MAX_MESSAGES, Timeline } from '../src/chat/timeline';

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
  timeline.addHistory([message(4), message(3), message(2)], 'e', false);
  timeline.add(message(5));
  timeline.addHistory([message(1)], 'e', true);
  expect(shown(timeline)).toEqual(['key-1', 'key-2', 'key-3', 'key-4', 'key-5']);
  expect(timeline.oldest).toBe(1);
  expect(timeline.hasBeginning).toBe(true);
});

test('what is missing between two messages is shown, and goes when it comes', () => {
  const timeline = entered();
  timeline.add(message(1));
  timeline.add(message(4));
  expect(shown(timeline)).toEqual(['key-1', '(gap)', 'key-4']);
  timeline.addHistory([message(3), message(2)], 'e', false);
  expect(shown(timeline)).toEqual(['key-1', 'key-2', 'key-3', 'key-4']);
});

test('a history of a life that is over is not taken', () => {
  const timeline = entered('new');
  timeline.addHistory([message(1)], 'old', true);
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
  expect(timeline.oldest).toBe(1);
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
  expect(shown(timeline)).toEqual(['same-key', 'same-key-2']);
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
  timeline.addHistory([message(1)], 'e', true);
  for (let offset = 2; offset <= MAX_MESSAGES + 1; offset++) {
    timeline.add(message(offset));
  }
  expect(timeline.rows()).toHaveLength(MAX_MESSAGES);
  expect(timeline.oldest).toBe(2);
  expect(timeline.hasBeginning).toBe(false);
  timeline.addHistory([message(1)], 'e', true);
  expect(timeline.oldest).toBe(1);
});

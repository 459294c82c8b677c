import { expect, test } from 'vitest';
import { isRead, MAX_ALSO, marksOf, NOTHING_READ, read, readAll } from '../src/notes/marks';
import { mute, mutesOf, NOTHING_MUTED } from '../src/notes/mutes';

test('some are read, and others are not', () => {
  const marks = read(NOTHING_READ, 'e', [3, 5]);
  expect([1, 3, 4, 5, 6].map((it) => isRead(marks, 'e', it))).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(isRead(marks, 'f', 3)).toBe(false);
});

test('what is read without a gap is one mark', () => {
  const marks = read(read(NOTHING_READ, 'e', [2, 3]), 'e', [1]);
  expect(marks).toEqual({ epoch: 'e', upTo: 3, also: [] });
});

test('all are read up to one, and what was read after it stays', () => {
  const marks = readAll(read(NOTHING_READ, 'e', [2, 9]), 'e', 5);
  expect(marks).toEqual({ epoch: 'e', upTo: 5, also: [9] });
  expect(readAll(marks, 'e', 3)).toEqual(marks);
  expect(readAll(marks, 'f', 3)).toEqual({ epoch: 'f', upTo: 3, also: [] });
});

test('what was read already changes nothing', () => {
  const marks = read(NOTHING_READ, 'e', [2]);
  expect(read(marks, 'e', [2])).toBe(marks);
});

test('in another life of the channel nothing was read', () => {
  expect(read(readAll(NOTHING_READ, 'e', 100), 'f', [2])).toEqual({
    epoch: 'f',
    upTo: 0,
    also: [2],
  });
});

test('marks do not grow without end', () => {
  const offsets = Array.from({ length: MAX_ALSO + 10 }, (_, i) => 2 * (i + 1));
  const marks = read(NOTHING_READ, 'e', offsets);
  expect(marks.also).toHaveLength(MAX_ALSO);
  expect(marks.upTo).toBe(20);
  expect(isRead(marks, 'e', 19)).toBe(true);
  expect(offsets.every((it) => isRead(marks, 'e', it))).toBe(true);
});

test.each([
  [null],
  ['text'],
  [[1, 2]],
  [{ epoch: 7, upTo: -1, also: 'all' }],
  [{ upTo: 1.5, also: [-1, 0.5, 'x', null, {}] }],
])('whatever the channel has are marks: %j', (data) => {
  expect(marksOf(data)).toEqual(NOTHING_READ);
});

test('marks come back as they were written', () => {
  const marks = read(readAll(NOTHING_READ, 'e', 4), 'e', [7, 9]);
  expect(marksOf(JSON.parse(JSON.stringify(marks)))).toEqual(marks);
});

test('kinds are muted, each once, and not any more', () => {
  const one = mute(NOTHING_MUTED, 'message', true);
  const two = mute(one, 'like', true);
  expect(two.kinds).toEqual(['like', 'message']);
  expect(mute(two, 'like', true)).toBe(two);
  expect(mute(two, 'message', false).kinds).toEqual(['like']);
  expect(mutesOf({ kinds: ['like', 'like', 'nonsense', 7] }).kinds).toEqual(['like']);
  expect(mutesOf({ kinds: 'like' }).kinds).toEqual([]);
  expect(mutesOf(undefined).kinds).toEqual([]);
});

import type { PublicationContext } from 'centrifuge';
import { expect, test } from 'vitest';
import { type Marks, NOTHING_READ, read } from '../src/notes/marks';
import { NOTHING_MUTED } from '../src/notes/mutes';
import { MAX_EXCERPT, noteOf } from '../src/notes/note';
import { MAX_NOTES, Notes, sentenceOf, unreadIn } from '../src/notes/notes';

const NOW = 1_700_000_000_000;

/** What the server publishes for somebody. */
function publication(offset: number, user: string, data: object): PublicationContext {
  const info = { client: `c-${user}`, user, connInfo: { name: user.toUpperCase() } };
  return { channel: 'notes:#me', offset, data: { at: NOW, ...data }, info };
}

const like = (offset: number, user: string, post = 1, kind = 'like') =>
  publication(offset, user, { kind, post, epoch: 'w', about: 'hello' });

function notesOf(...publications: PublicationContext[]): Notes {
  const notes = new Notes();
  notes.enter('e');
  for (const it of publications) {
    notes.take(noteOf(it, NOW), 'e');
  }
  return notes;
}

const entriesOf = (notes: Notes, marks: Marks = NOTHING_READ) =>
  notes.entries(marks, NOTHING_MUTED);

test('likes of one post are one line, by whom is told', () => {
  const notes = notesOf(like(1, 'ann'));
  expect(entriesOf(notes).map(sentenceOf)).toEqual(['ANN likes your post']);
  notes.take(noteOf(like(2, 'bob'), NOW), 'e');
  expect(entriesOf(notes).map(sentenceOf)).toEqual(['BOB and ANN like your post']);
  notes.take(noteOf(like(3, 'carl'), NOW), 'e');
  const [entry] = entriesOf(notes);
  expect(entry && sentenceOf(entry)).toBe('3 people like your post');
  expect(entry?.people.map(({ name }) => name)).toEqual(['CARL', 'BOB', 'ANN']);
  expect(entry?.note.about).toBe('hello');
  expect(entry?.offsets).toEqual([1, 2, 3]);
});

test('likes of different posts, and of one number in another life of the wall, are not one', () => {
  const other = publication(3, 'ann', { kind: 'like', post: 1, epoch: 'another' });
  expect(entriesOf(notesOf(like(1, 'ann', 1), like(2, 'ann', 2), other))).toHaveLength(3);
});

test('however often somebody likes, it counts once, and a like that is taken back is gone', () => {
  const notes = notesOf(like(1, 'ann'), like(2, 'ann'), like(3, 'bob'));
  expect(entriesOf(notes)[0]?.people).toHaveLength(2);
  notes.take(noteOf(like(4, 'bob', 1, 'unlike'), NOW), 'e');
  expect(entriesOf(notes).map(sentenceOf)).toEqual(['ANN likes your post']);
  notes.take(noteOf(like(5, 'ann', 1, 'unlike'), NOW), 'e');
  expect(entriesOf(notes)).toEqual([]);
});

test('comments, messages and notices are lines of their own, the latest first', () => {
  const notes = notesOf(
    publication(1, 'ann', { kind: 'comment', text: 'nice', post: 1, epoch: 'w', about: 'hello' }),
    publication(2, 'bob', { kind: 'message', text: 'psst' }),
    { channel: 'notes:#me', offset: 3, data: { kind: 'notice', text: 'a parcel' } },
  );
  expect(entriesOf(notes).map((it) => [sentenceOf(it), it.text])).toEqual([
    ['From the server', 'a parcel'],
    ['BOB wrote to you', 'psst'],
    ['ANN commented on your post', 'nice'],
  ]);
});

test('what is read is by offset: one more like makes the line unread again', () => {
  const notes = notesOf(like(1, 'ann'), publication(2, 'bob', { kind: 'message', text: 'x' }));
  const marks = read(NOTHING_READ, 'e', [1]);
  expect(entriesOf(notes, marks).map(({ unread }) => unread)).toEqual([true, false]);
  notes.take(noteOf(like(3, 'carl'), NOW), 'e');
  expect(unreadIn(entriesOf(notes, marks))).toBe(2);
  // That somebody took theirs back is no news.
  notes.take(noteOf(like(4, 'carl', 1, 'unlike'), NOW), 'e');
  expect(unreadIn(entriesOf(notes, marks))).toBe(1);
});

test('a kind that is muted is not shown, and counted where it is muted', () => {
  const notes = notesOf(like(1, 'ann'), like(2, 'bob'), like(3, 'bob', 9));
  const mutes = { kinds: ['like'] as const };
  expect(notes.entries(NOTHING_READ, mutes)).toEqual([]);
  expect(notes.hidden(mutes)).toEqual(new Map([['like', 2]]));
});

test('each is there once, the oldest go, and another life of the channel begins anew', () => {
  const notes = notesOf();
  const note = noteOf(like(1, 'ann'), NOW);
  expect(notes.take(note, 'e')).toBe(true);
  expect(notes.take(note, 'e')).toBe(false);
  expect(notes.take(note, 'another')).toBe(false);
  for (let i = 2; i <= MAX_NOTES + 1; i++) {
    notes.take(noteOf(publication(i, 'ann', { kind: 'message', text: 'x' }), NOW), 'e');
  }
  expect(entriesOf(notes)).toHaveLength(MAX_NOTES);
  expect(notes.latest).toBe(MAX_NOTES + 1);
  notes.enter('e');
  expect(entriesOf(notes)).toHaveLength(MAX_NOTES);
  notes.enter('f');
  expect(entriesOf(notes)).toEqual([]);
});

test.each([
  ['markup', { kind: 'notice', text: '<b>bold</b>' }, '<b>bold</b>'],
  ['control characters', { text: 'a\u0007\u202eb' }, 'a␇\ufffdb'],
  ['a long text', { text: 'x'.repeat(100_000) }, `${'x'.repeat(MAX_EXCERPT)}…`],
  ['a bare text', 'hello', 'hello'],
  ['JSON in a text', '{"text":"hello"}', 'hello'],
  ['a list', [1, 2], '[1,2]'],
  ['nothing', null, 'null'],
  ['a number', 7, '7'],
])('what a program on the server publishes is a notice: %s', (_, data, text) => {
  const note = noteOf({ channel: 'c', offset: 1, data } as PublicationContext, NOW);
  expect(note).toMatchObject({ kind: 'notice', user: '', name: 'From the server', text, at: NOW });
});

test('without the word of the server nothing is from anybody', () => {
  const data = { kind: 'like', user: 'ann', name: 'Ann', from: 'ann', post: 1, epoch: 'w' };
  const note = noteOf({ channel: 'c', offset: 1, data } as PublicationContext, NOW);
  expect(note).toMatchObject({ kind: 'notice', user: '', name: 'From the server', post: 0 });
});

test.each([
  [{ kind: 'like', post: 'one', about: 7, epoch: 5 }, 'like'],
  [{ kind: 'constructor', text: 'x' }, 'notice'],
  [{ kind: { toString: 1, valueOf: 2 } }, 'notice'],
])('fields that are not what they should be harm nobody: %j', (data, kind) => {
  const note = noteOf(publication(1, 'ann', data), NOW);
  expect(note).toMatchObject({ kind, post: 0, epoch: '', about: '' });
});

import type { PublicationContext } from 'centrifuge';
import { expect, test } from 'vitest';
import { type Act, isAct, pendingEvents } from '../src/notes/acts';
import { eventOf, MAX_EVENTS, mayScroll, Wall, type WallEvent } from '../src/notes/wall';

const NOW = 1_700_000_000_000;
const ME = { user: 'me', name: 'Me' };

function event(offset: number, user: string, data: unknown): WallEvent | null {
  const info = { client: 'c', user, connInfo: { name: user.toUpperCase() } };
  return eventOf({ channel: 'wall:all', offset, data, info } as PublicationContext, NOW);
}

function wallOf(...events: [number, string, object][]): Wall {
  const wall = new Wall();
  wall.enter('e');
  for (const it of events) {
    wall.take(event(...it) as WallEvent, 'e');
  }
  return wall;
}

const shown = (wall: Wall, pending: WallEvent[] = []) =>
  wall.posts(pending).map(({ event: { text }, likes, comments }) => ({
    text,
    likes: [...likes.keys()],
    comments: comments.map((it) => it.text),
  }));

test('posts, who likes them and what was said, however it came', () => {
  const wall = wallOf(
    [4, 'carl', { kind: 'comment', post: 1, text: 'nice' }],
    [3, 'bob', { kind: 'like', post: 1 }],
    [2, 'ann', { kind: 'post', text: 'second' }],
    [5, 'bob', { kind: 'like', post: 1 }],
    [1, 'ann', { kind: 'post', text: 'first' }],
  );
  expect(shown(wall)).toEqual([
    { text: 'second', likes: [], comments: [] },
    { text: 'first', likes: ['bob'], comments: ['nice'] },
  ]);
});

test('a like is taken back, and what is about no post is nowhere', () => {
  const wall = wallOf(
    [1, 'ann', { kind: 'post', text: 'first' }],
    [2, 'bob', { kind: 'like', post: 1 }],
    [3, 'bob', { kind: 'unlike', post: 1 }],
    [4, 'bob', { kind: 'like', post: 9 }],
    [5, 'bob', { kind: 'comment', post: 2, text: 'to a like' }],
  );
  expect(shown(wall)).toEqual([{ text: 'first', likes: [], comments: [] }]);
});

test('what is on its way is shown as if it had happened', () => {
  const wall = wallOf([1, 'ann', { kind: 'post', text: 'first' }]);
  const acts: Act[] = [
    { key: 'k1', at: NOW, deed: { method: 'wall.post', text: 'mine' } },
    { key: 'k2', at: NOW, deed: { method: 'wall.like', epoch: 'e', post: 1 } },
    { key: 'k3', at: NOW, deed: { method: 'wall.comment', epoch: 'e', post: 1, text: 'nice' } },
    { key: 'k4', at: NOW, deed: { method: 'wall.message', to: 'ann', text: 'psst' } },
    { key: 'k5', at: NOW, deed: { method: 'wall.unlike', epoch: 'another', post: 1 } },
  ];
  expect(shown(wall, pendingEvents(acts, wall, ME))).toEqual([
    { text: 'mine', likes: [], comments: [] },
    { text: 'first', likes: ['me'], comments: ['nice'] },
  ]);
});

test('the oldest go, and another life of the channel begins anew', () => {
  const wall = wallOf();
  for (let i = 1; i <= MAX_EVENTS + 5; i++) {
    wall.take(event(i, 'ann', { kind: 'post', text: String(i) }) as WallEvent, 'e');
  }
  expect(shown(wall)).toHaveLength(MAX_EVENTS);
  expect(wall.has(5)).toBe(false);
  expect(wall.has(6)).toBe(true);
  wall.enter('f');
  expect(shown(wall)).toEqual([]);
  wall.take(event(1, 'ann', { kind: 'post', text: 'x' }) as WallEvent, 'e');
  expect(shown(wall)).toEqual([]);
});

test.each([
  [null],
  ['text'],
  [{}],
  [{ kind: 'constructor' }],
  [{ kind: 'notice', text: 'x' }],
])('what is nothing that happens on a wall is nothing: %j', (data) => {
  expect(event(1, 'ann', data)).toBeNull();
});

test('without the word of the server nobody did anything', () => {
  const data = { kind: 'post', text: 'x', user: 'ann' };
  expect(eventOf({ channel: 'wall:all', offset: 1, data } as PublicationContext, NOW)).toBeNull();
});

test.each([
  [null],
  [{ key: 'k', at: 1 }],
  [{ key: 'k', at: 1, deed: { method: 'toString' } }],
  [{ key: 1, at: 1, deed: { method: 'wall.post' } }],
])('what was kept and is no act is not tried: %j', (item) => {
  expect(isAct(item)).toBe(false);
});

test('what is long can be scrolled by keyboard, be it of words or of lines', () => {
  expect(mayScroll('')).toBe(false);
  expect(mayScroll('a post of one line')).toBe(false);
  expect(mayScroll('\n'.repeat(11))).toBe(false);
  expect(mayScroll('\n'.repeat(12))).toBe(true);
  expect(mayScroll('x'.repeat(288))).toBe(false);
  expect(mayScroll('x'.repeat(289))).toBe(true);
});

import { beforeEach, expect, test } from 'vitest';
import { MAX_TOASTS, TOAST_MILLIS, Toasts } from '../src/notes/toasts';

let toasts: Toasts;

beforeEach(() => {
  toasts = new Toasts();
});

const add = (key: string, now: number, title = key): void =>
  toasts.add({ key, title, text: '' }, now);
const keys = (): string[] => toasts.shown.map(({ key }) => key);

test('each is seen for its time', () => {
  add('a', 0);
  add('b', 1000);
  expect(toasts.expire(1000)).toBe(TOAST_MILLIS - 1000);
  expect(toasts.expire(TOAST_MILLIS)).toBe(1000);
  expect(keys()).toEqual(['b']);
  expect(toasts.expire(TOAST_MILLIS + 1000)).toBeNull();
  expect(keys()).toEqual([]);
});

test('a few are seen at a time, and the oldest go', () => {
  for (let i = 0; i < MAX_TOASTS + 2; i++) {
    add(String(i), i);
  }
  expect(keys()).toEqual(['2', '3', '4']);
});

test('one about the same takes the place of the other', () => {
  add('a', 0, 'one likes');
  add('b', 0);
  add('a', 500, 'two like');
  expect(toasts.shown.map(({ title }) => title)).toEqual(['b', 'two like']);
  toasts.expire(TOAST_MILLIS);
  expect(keys()).toEqual(['a']);
});

test('while somebody reads them none goes, and each is seen for what was left', () => {
  add('a', 0);
  toasts.hold(1000);
  toasts.hold(2000);
  expect(toasts.expire(10 * TOAST_MILLIS)).toBeNull();
  expect(keys()).toEqual(['a']);
  toasts.release(10 * TOAST_MILLIS);
  expect(toasts.expire(10 * TOAST_MILLIS)).toBe(TOAST_MILLIS - 1000);
});

test('they are dismissed, and those that are read elsewhere go', () => {
  add('a', 0);
  add('b', 0);
  add('c', 0);
  toasts.dismiss('a');
  toasts.keep(new Set(['c', 'd']));
  expect(keys()).toEqual(['c']);
});

import { beforeEach, expect, test } from 'vitest';
import { Sight } from '../src/home/live/sight';

const running = new Set<string>();
let begun: number;
let sight: Sight<string>;

beforeEach(() => {
  running.clear();
  begun = 0;
  sight = new Sight((place, signal) => {
    begun++;
    running.add(place);
    signal.addEventListener('abort', () => running.delete(place));
  });
});

test('what is in sight runs while the page is looked at', () => {
  sight.place('a', true);
  expect([...running]).toEqual([]);
  sight.page(true);
  expect([...running]).toEqual(['a']);
  sight.page(false);
  expect([...running]).toEqual([]);
  sight.page(true);
  expect([...running]).toEqual(['a']);
});

test('what goes out of sight ends, and all else goes on', () => {
  sight.page(true);
  sight.place('a', true);
  sight.place('b', true);
  sight.place('a', false);
  expect([...running]).toEqual(['b']);
  sight.place('a', true);
  expect(begun).toBe(3);
});

test('what is told twice begins once', () => {
  sight.page(true);
  sight.page(true);
  sight.place('a', true);
  sight.place('a', true);
  expect(begun).toBe(1);
});

test('what goes out of sight behind the scenes does not come back with the page', () => {
  sight.page(true);
  sight.place('a', true);
  sight.page(false);
  sight.place('a', false);
  sight.page(true);
  expect([...running]).toEqual([]);
});

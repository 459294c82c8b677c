import { expect, test } from 'vitest';
import { SafeStore, type Store } from '../src/store';

function browser(room: number): Store & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key) => values.get(key) ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => {
      if (value.length > room) {
        throw new Error('QuotaExceededError');
      }
      values.set(key, value);
    },
  };
}

test('what a browser takes it keeps', () => {
  const kept = browser(9);
  const store = new SafeStore(() => kept);
  store.setItem('a', 'one');
  expect(kept.values.get('a')).toBe('one');
  store.removeItem('a');
  expect(store.getItem('a')).toBeNull();
});

test('a browser that lets nobody look at its store stops nothing', () => {
  const store = new SafeStore(() => {
    throw new Error('SecurityError');
  });
  expect(store.getItem('a')).toBeNull();
  store.setItem('a', 'one');
  expect(store.getItem('a')).toBe('one');
  store.removeItem('a');
  expect(store.getItem('a')).toBeNull();
});

test('what does not fit is kept here, and what is out of date is not kept there', () => {
  const kept = browser(3);
  const store = new SafeStore(() => kept);
  store.setItem('a', 'one');
  store.setItem('a', 'longer');
  expect(store.getItem('a')).toBe('longer');
  expect(kept.values.has('a')).toBe(false);
  store.setItem('a', 'two');
  expect(store.getItem('a')).toBe('two');
  expect(kept.values.get('a')).toBe('two');
});

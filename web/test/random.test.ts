import { afterEach, expect, it, vi } from 'vitest';
import { randomId } from '../src/random';

afterEach(() => vi.unstubAllGlobals());

it('is what the server takes for a key and for a run, and another each time', () => {
  const ids = Array.from({ length: 50 }, randomId);
  for (const id of ids) {
    expect(id).toMatch(/^[a-z0-9]{20}$/);
  }
  expect(new Set(ids).size).toBe(ids.length);
});

it('needs nothing that pages by plain HTTP do not have', () => {
  vi.stubGlobal('crypto', {
    getRandomValues: <T extends ArrayBufferView>(bytes: T): T => bytes,
  });
  expect(randomId()).toHaveLength(20);
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isComposing, onFrame } from '../src/dom';
import { settled } from './channel';

describe('what is drawn', () => {
  let page: { hidden: boolean };
  /** What the browser runs with the next picture: never while the page is hidden. */
  let frames: Map<number, () => void>;
  let drawn: number;
  let ask: () => void;

  beforeEach(() => {
    page = { hidden: false };
    frames = new Map();
    drawn = 0;
    let last = 0;
    vi.stubGlobal('document', page);
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
      frames.set(++last, run);
      return last;
    });
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => frames.delete(frame));
    ask = onFrame(() => drawn++);
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  function picture(): void {
    const now = [...frames.values()];
    frames.clear();
    for (const run of now) {
      run();
    }
  }

  test('is drawn once for each picture', () => {
    ask();
    ask();
    expect(drawn).toBe(0);
    picture();
    expect(drawn).toBe(1);
    ask();
    picture();
    expect(drawn).toBe(2);
  });

  test('is drawn soon while nobody sees it, and once', async () => {
    page.hidden = true;
    ask();
    ask();
    await settled();
    expect([drawn, frames.size]).toEqual([1, 0]);
  });

  test('is drawn while nobody sees it, though it was asked for just before', async () => {
    ask();
    page.hidden = true;
    ask();
    ask();
    await settled();
    expect([drawn, frames.size]).toEqual([1, 0]);
    ask();
    await settled();
    expect(drawn).toBe(2);
    page.hidden = false;
    ask();
    picture();
    expect(drawn).toBe(3);
  });
});

test('a key is for an input method while that composes, and when it has just taken a candidate', () => {
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
  // As Safari tells it.
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
});

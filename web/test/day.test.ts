import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clock, dayOf, onNewDay, today, untilMidnight } from '../src/day';

const at = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute).getTime();

test('what was on another day says which', () => {
  const short = clock(at(3, 14, 5), dayOf(at(3, 23)));
  expect(short).toMatch(/05/);
  expect(short).not.toMatch(/3/);
  expect(clock(at(3, 14, 5), dayOf(at(4, 0)))).toMatch(/3/);
});

test('a day ends at midnight', () => {
  expect(untilMidnight(at(3, 23, 59))).toBe(60_000);
  expect(untilMidnight(at(3, 0))).toBe(at(4, 0) - at(3, 0));
});

describe('another day', () => {
  let page: EventTarget;
  let days: string[];

  beforeEach(() => {
    vi.useFakeTimers({ now: at(3, 14) });
    page = new EventTarget();
    vi.stubGlobal('document', page);
    days = [];
    onNewDay(() => days.push(today()));
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  test('begins at midnight, each night', () => {
    vi.advanceTimersByTime(at(3, 23, 59) - at(3, 14));
    expect(days).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(days).toEqual([dayOf(at(4, 0))]);
    vi.advanceTimersByTime(at(6, 12) - at(4, 0));
    expect(days).toEqual([4, 5, 6].map((day) => dayOf(at(day, 0))));
  });

  test('is seen when the page is, after a machine has slept', () => {
    page.dispatchEvent(new Event('visibilitychange'));
    expect(days).toEqual([]);
    vi.setSystemTime(at(5, 8));
    page.dispatchEvent(new Event('visibilitychange'));
    page.dispatchEvent(new Event('visibilitychange'));
    expect(days).toEqual([dayOf(at(5, 0))]);
    vi.advanceTimersByTime(at(6, 0) - at(5, 8));
    expect(days).toEqual([5, 6].map((day) => dayOf(at(day, 0))));
  });
});

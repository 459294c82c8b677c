import { describe, expect, it } from 'vitest';
import { height, KEPT, late, Tally, verdict, type WayName } from '../src/why/feed';

const message = (n: number, t: number) => ({ n, t, text: 'simulated' });

function told(latencies: readonly number[]): Tally {
  const tally = new Tally();
  latencies.forEach((ms, i) => {
    tally.take(message(i + 1, 1000 * i), 1000 * i + ms);
  });
  return tally;
}

describe('a tally', () => {
  it('knows the median and the worst of the last ones only', () => {
    expect(told([]).median).toBeNull();
    expect(told([]).worst).toBeNull();
    expect(told([7]).median).toBe(7);
    expect(told([1, 9, 4]).median).toBe(4);
    expect(told([1, 9, 4, 100]).median).toBe(6.5);
    const many = told([5000, ...Array.from({ length: KEPT }, () => 3)]);
    expect(many.worst).toBe(3);
    expect(many.latencies).toHaveLength(KEPT);
    expect(many.messages).toBe(KEPT + 1);
  });

  it('sorts by size, not by spelling', () => {
    expect(told([9, 10, 100]).median).toBe(10);
  });

  it('takes a clock that is behind for no delay', () => {
    expect(told([-3]).median).toBe(0);
  });

  it('counts what was passed over; a feed that began anew has missed nothing', () => {
    const tally = new Tally();
    for (const n of [5, 6, 9, 10, 1, 2]) {
      tally.take(message(n, 0), 0);
    }
    expect(tally.missed).toBe(2);
    expect(tally.last?.n).toBe(2);
  });

  it('shares bytes and requests out among the messages, once there are both', () => {
    const tally = told([1, 1, 1, 1]);
    expect(tally.bytesEach).toBeNull();
    expect(tally.requestsEach).toBeNull();
    tally.usage = { requests: 2, in: 300, out: 100 };
    expect(tally.bytesEach).toBe(100);
    expect(tally.requestsEach).toBe(0.5);
    const none = new Tally();
    none.usage = { requests: 1, in: 300, out: 100 };
    expect(none.bytesEach).toBeNull();
  });
});

describe('lateness', () => {
  it('is said as whole clocks tell it', () => {
    expect([null, 0, 0.5, 1, 12.4, 999, 1000, 1240].map(late)).toEqual([
      '–',
      '< 1 ms',
      '< 1 ms',
      '1 ms',
      '12 ms',
      '999 ms',
      '1.0 s',
      '1.2 s',
    ]);
  });

  it('has its height on a logarithmic axis', () => {
    expect(height(0)).toBe(0);
    expect(height(1)).toBe(0);
    expect(height(3000)).toBe(1);
    expect(height(60_000)).toBe(1);
    expect(height(100) - height(10)).toBeCloseTo(height(10) - height(1));
  });
});

describe('what the server has counted', () => {
  it('goes on where one that was started again begins from zero', () => {
    const tally = new Tally();
    tally.count({ requests: 3, in: 4000, out: 5000 });
    tally.count({ requests: 4, in: 4500, out: 5500 });
    tally.count({ requests: 1, in: 40, out: 50 });
    tally.count({ requests: 2, in: 80, out: 100 });
    expect(tally.usage).toEqual({ requests: 6, in: 4580, out: 5600 });
  });
});

describe('the verdict', () => {
  const tallies = (messages: number): Record<WayName, Tally> => {
    const of = (ms: number, bytes: number): Tally => {
      const tally = told(Array.from({ length: messages }, () => ms));
      tally.usage = { requests: 1, in: 0, out: bytes * messages };
      return tally;
    };
    return {
      poll: of(510, 280),
      longPoll: of(4, 960),
      sse: of(2, 90),
      webSocket: of(2, 80),
    };
  };

  it('waits for enough messages, and for a count', () => {
    expect(verdict(tallies(9))).toBe('');
    const uncounted = tallies(10);
    uncounted.webSocket.usage = { requests: 0, in: 0, out: 0 };
    expect(verdict(uncounted)).toBe('');
  });

  it('is made of the figures', () => {
    expect(verdict(tallies(10))).toBe(
      'For each message long polling takes 12 times the bytes of WebSocket and polling 3.5 times, late by 510 ms instead of 2 ms.',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { Burst, histogram, percentile, planProblem } from '../src/burst';

const plan = { messages: 5, size: 8, inFlight: 2 };

describe('a burst', () => {
  it('keeps as many on their way as the plan says, until all are back', () => {
    const burst = new Burst(plan, 0);
    const sent: Uint8Array[] = [];
    const pump = (now: number): void => {
      for (let next = burst.next(now); next !== null; next = burst.next(now)) {
        sent.push(next);
      }
    };
    pump(0);
    expect(sent.length).toBe(2);
    for (let i = 0; i < 5; i++) {
      expect(burst.answer(sent[i] as Uint8Array, 10 * (i + 1))).toBe(true);
      pump(10 * (i + 1));
      expect(sent.length).toBe(Math.min(5, i + 3));
    }
    expect(burst.done).toBe(true);
    const result = burst.result(1000);
    expect(result.perSecond).toBe(5);
    expect(result.bytesPerSecond).toBe(80);
    expect([...result.sorted]).toEqual([10, 20, 20, 20, 20]);
  });

  it('takes only the answer that is due', () => {
    const burst = new Burst(plan, 0);
    const first = burst.next(0) as Uint8Array;
    const second = burst.next(0) as Uint8Array;
    expect(burst.answer(second, 1)).toBe(false);
    expect(burst.answer(new Uint8Array(3), 1)).toBe(false);
    expect(burst.answer(first, 1)).toBe(true);
    expect(burst.answer(first, 1)).toBe(false);
    expect(burst.answer(second, 1)).toBe(true);
  });

  it('is refused where it would ask too much', () => {
    expect(planProblem(plan)).toBeNull();
    expect(planProblem({ ...plan, messages: 0 })).not.toBeNull();
    expect(planProblem({ ...plan, messages: 1.5 })).not.toBeNull();
    expect(planProblem({ ...plan, messages: Number.NaN })).not.toBeNull();
    expect(planProblem({ ...plan, size: 3 })).not.toBeNull();
    expect(planProblem({ messages: 100_000, size: 1 << 20, inFlight: 1 })).not.toBeNull();
    expect(planProblem({ messages: 64, size: 1 << 20, inFlight: 64 })).not.toBeNull();
  });
});

describe('percentiles', () => {
  it('are those of the nearest rank', () => {
    const sorted = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    expect([0.5, 0.9, 0.99, 1].map((p) => percentile(sorted, p))).toEqual([50, 90, 99, 100]);
    expect(percentile(Float64Array.of(7), 0.01)).toBe(7);
    expect(percentile(new Float64Array(0), 0.5)).toBeNaN();
  });
});

describe('a histogram', () => {
  it('counts every value once, in buckets that touch', () => {
    const sorted = Float64Array.of(0, 0.1, 0.2, 1, 5, 5, 100);
    const buckets = histogram(sorted, 10);
    expect(buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(sorted.length);
    for (let i = 1; i < buckets.length; i++) {
      expect(buckets[i]?.from).toBeCloseTo(buckets[i - 1]?.to as number);
    }
    expect(buckets.at(-1)?.count).toBeGreaterThan(0);
  });

  it('has a width even if all values are the same', () => {
    const buckets = histogram(Float64Array.of(2, 2), 4);
    expect(buckets[0]?.count).toBe(2);
    expect(histogram(new Float64Array(0), 4)).toEqual([]);
  });
});

// Which tick is shown when. Frames come late, some later than others: what is shown is so far behind the server that almost all are
// there in time. The distance follows what the network does, and the clock never jumps for that: it goes a little faster or slower.

/** So long what a network does is remembered, in milliseconds. */
const WINDOW = 6000;
/** Beyond what the latest frames need, in ticks. */
const SPARE = 1.5;
const MIN_BEHIND = 2;
/** Nobody wants to see what was longer ago: half a second. */
const MAX_BEHIND = 15;
/** How much faster or slower time goes at most, and how soon. */
const MAX_BEND = 0.12;
const BEND = 0.06;
/** So far away, in ticks, that going faster would take too long. */
const JUMP = 20;

interface Arrival {
  readonly at: number;
  /** The tick less the time in ticks: the larger, the less time it was on the way. */
  readonly offset: number;
}

export class Playout {
  #arrivals: Arrival[] = [];
  #best = 0;
  #behind = MIN_BEHIND;
  #shown: number | null = null;
  #at = 0;

  constructor(private readonly ticksPerSecond: number) {}

  /**
   * A frame came.
   *
   * @param tick of it
   * @param now in milliseconds
   */
  arrived(tick: number, now: number): void {
    this.#arrivals.push({ at: now, offset: tick - this.#ticks(now) });
    this.#arrivals = this.#arrivals.filter(({ at }) => now - at <= WINDOW);
    const offsets = this.#arrivals.map(({ offset }) => offset);
    this.#best = Math.max(...offsets);
    const latest = this.#best - Math.min(...offsets);
    this.#behind = Math.min(Math.max(latest + SPARE, MIN_BEHIND), MAX_BEHIND);
  }

  /** The tick that is to be shown now, which is a part of one; null before the first frame. */
  shown(now: number): number | null {
    if (this.#arrivals.length === 0) {
      return null;
    }
    const wanted = this.#ticks(now) + this.#best - this.#behind;
    if (this.#shown === null || Math.abs(wanted - this.#shown) > JUMP) {
      this.#shown = wanted;
    } else {
      const bend = Math.min(Math.max((wanted - this.#shown) * BEND, -MAX_BEND), MAX_BEND);
      this.#shown += this.#ticks(now - this.#at) * (1 + bend);
    }
    this.#at = now;
    return this.#shown;
  }

  /** How far behind the server's newest is what is shown, in milliseconds, as it is wanted. */
  get behind(): number {
    return (this.#behind * 1000) / this.ticksPerSecond;
  }

  #ticks(millis: number): number {
    return (millis * this.ticksPerSecond) / 1000;
  }
}

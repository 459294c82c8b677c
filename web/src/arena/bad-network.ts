// A network that is worse than the one that there is: everything takes a while, and now and then something is held up, and all that
// comes behind it with it, as TCP does when it loses a packet.

export interface Weather {
  /** One way, in milliseconds. */
  readonly delay: number;
  /** Of messages, from 0 to 1, how many are held up. */
  readonly stalls: number;
  /** For how long, in milliseconds. */
  readonly stall: number;
}

export const CLEAR: Weather = { delay: 0, stalls: 0, stall: 0 };
export const ROUGH: Weather = { delay: 150, stalls: 0.05, stall: 200 };

export class BadNetwork {
  #free = 0;
  /** What is under way, in its order. */
  readonly #held: (() => void)[] = [];

  constructor(
    private readonly weather: Weather,
    private readonly random: () => number = Math.random,
  ) {}

  /** When what is sent now arrives, in milliseconds: not before what was sent earlier. */
  arrival(now: number): number {
    const { delay, stalls, stall } = this.weather;
    this.#free = Math.max(this.#free, now + delay + (this.random() < stalls ? stall : 0));
    return this.#free;
  }

  /**
   * Does what is to be done when something that is sent now arrives. One after the other: timers of whole milliseconds do not keep
   * the order of what is due in the same one.
   */
  pass(now: number, act: () => void): void {
    const wait = this.arrival(now) - now;
    if (wait <= 0 && this.#held.length === 0) {
      act();
      return;
    }
    this.#held.push(act);
    setTimeout(() => this.#held.shift()?.(), wait);
  }
}

// What this page gets, second by second: how much, how old, and what it goes without.

/** Seconds that are shown. */
export const SECONDS = 40;

export interface Second {
  readonly prices: number;
  readonly skipped: number;
  /** Of the prices that came: half were older than that when they came, in milliseconds. Null if none said. */
  readonly median: number | null;
  /** The oldest. */
  readonly worst: number | null;
  /** Bytes, as the server counts them. Null if it has not said. */
  readonly bytes: number | null;
}

export class Meter {
  readonly #seconds: Second[] = [];
  #late: number[] = [];
  #prices = 0;
  #skipped = 0;
  #bytesBefore: number | null = null;
  #bytes: number | null = null;

  /** A price came. */
  add(late: number | null, skipped: number): void {
    this.#prices++;
    this.#skipped += skipped;
    if (late !== null) {
      this.#late.push(late);
    }
  }

  /** How many bytes there have been in all, as the server counts them. */
  count(bytes: number): void {
    this.#bytes = bytes;
  }

  /** The network is gone, or the line another one: bytes are counted from here. */
  forgetBytes(): void {
    this.#bytes = null;
    this.#bytesBefore = null;
  }

  /**
   * A while has passed since the last time.
   *
   * @param seconds how long: a page in the background is woken late
   */
  pass(seconds: number): void {
    const sorted = this.#late.sort((a, b) => a - b);
    const bytes =
      this.#bytes === null || this.#bytesBefore === null ? null : this.#bytes - this.#bytesBefore;
    this.#seconds.push({
      prices: Math.round(this.#prices / seconds),
      skipped: Math.round(this.#skipped / seconds),
      median: sorted[Math.floor((sorted.length - 1) / 2)] ?? null,
      worst: sorted.at(-1) ?? null,
      bytes: bytes === null ? null : Math.max(0, Math.round(bytes / seconds)),
    });
    if (this.#seconds.length > SECONDS) {
      this.#seconds.shift();
    }
    this.#late = [];
    this.#prices = 0;
    this.#skipped = 0;
    this.#bytesBefore = this.#bytes;
  }

  /** The last ones, the newest at the end. */
  get seconds(): readonly Second[] {
    return this.#seconds;
  }

  get last(): Second | null {
    return this.#seconds.at(-1) ?? null;
  }
}

/** Heights for a chart: parts of the largest. */
export function heights(values: readonly (number | null)[]): number[] {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  return values.map((value) => (value ?? 0) / most);
}

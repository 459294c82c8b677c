// The time there and back: the last few measured, and the median of them.

const KEPT = 9;

export class RoundTrips {
  readonly #last: number[] = [];

  /** @param millis of one */
  add(millis: number): void {
    this.#last.push(millis);
    if (this.#last.length > KEPT) {
      this.#last.shift();
    }
  }

  /** Half of them took longer; null if there is none. */
  get median(): number | null {
    const sorted = [...this.#last].sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
  }

  get least(): number | null {
    return this.#last.length === 0 ? null : Math.min(...this.#last);
  }

  get latest(): number | null {
    return this.#last.at(-1) ?? null;
  }

  clear(): void {
    this.#last.length = 0;
  }
}

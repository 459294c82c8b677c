// The last minute of every instrument, for the chart of whichever is chosen: its price twice a second.

import type { Row } from './board';

export const EVERY_MILLIS = 500;
/** Samples of each: a minute’s. */
export const PLACES = 120;

export interface Trail {
  /** Seconds of the epoch, rising. */
  readonly times: readonly number[];
  /** Null where there was none yet. */
  readonly prices: readonly (number | null)[];
}

export class Trails {
  readonly #times: number[] = [];
  /** By the id of a row. At the place of each time, around and around; NaN where there was none. */
  readonly #prices = new Map<number, Float64Array>();
  #next = 0;

  /** @param now in milliseconds of the epoch */
  sample(rows: Iterable<Row>, now: number): void {
    const place = this.#next % PLACES;
    this.#next++;
    this.#times.push(now / 1000);
    if (this.#times.length > PLACES) {
      this.#times.shift();
    }
    const gone = new Set(this.#prices.keys());
    for (const row of rows) {
      gone.delete(row.id);
      let prices = this.#prices.get(row.id);
      if (prices === undefined) {
        prices = new Float64Array(PLACES).fill(Number.NaN);
        this.#prices.set(row.id, prices);
      }
      prices[place] = row.price;
    }
    for (const id of gone) {
      this.#prices.delete(id);
    }
  }

  of(id: number): Trail {
    const prices = this.#prices.get(id);
    const first = this.#next - this.#times.length;
    return {
      times: [...this.#times],
      prices: this.#times.map((_, i) => {
        const price = prices?.[(first + i) % PLACES] ?? Number.NaN;
        return Number.isNaN(price) ? null : price;
      }),
    };
  }
}

// All instruments with their last prices: what the table shows, and in which order.

import type { Snapshot, Tick } from './tick';

/** Rows of what the market does not have: published by somebody. For one more the oldest goes. */
export const MAX_OTHERS = 100;
/** Symbols of which a price is kept that comes before the market is known. */
export const MAX_EARLY = 2000;

export interface Row {
  readonly id: number;
  readonly symbol: string;
  readonly name: string;
  readonly sector: string;
  /** Whether the market has it. */
  readonly simulated: boolean;
  /** What changes are told from. */
  open: number;
  price: number;
  /** The number of its last price; 0 if it is not known. */
  n: number;
  /** Which way the last price went: -1, 0 or 1. */
  move: number;
  /** When, by this page’s clock; 0 if it has not changed here. */
  movedAt: number;
  /** When somebody published a price by hand; 0 if nobody did. */
  publishedAt: number;
  /** How many prices have come here. */
  updates: number;
  /** Whether a price has come since the connection began. */
  fresh: boolean;
}

export type Column = 'symbol' | 'price' | 'change' | 'updates';

export interface Order {
  readonly by: Column;
  readonly descending: boolean;
}

/** What a tick means for the figures. */
export interface Taken {
  /** Prices of that instrument that were left out before this one. */
  readonly skipped: number;
  /** How old it was when it came, in milliseconds; null if it does not say when it was made. */
  readonly late: number | null;
}

export class Board {
  readonly #bySymbol = new Map<string, Row>();
  readonly #early = new Map<string, Tick>();
  #others = 0;
  #ids = 0;
  #known = false;

  /** Whether the market is known. */
  get known(): boolean {
    return this.#known;
  }

  get rows(): Iterable<Row> {
    return this.#bySymbol.values();
  }

  get size(): number {
    return this.#bySymbol.size;
  }

  find(symbol: string): Row | undefined {
    return this.#bySymbol.get(symbol);
  }

  /** A connection begins: what was left out before is not counted, and the market may be another one. */
  begin(): void {
    for (const row of this.#bySymbol.values()) {
      row.fresh = false;
      row.n = 0;
    }
  }

  /** The market as it was a moment ago. What has come since the connection began is newer. */
  know({ instruments, others }: Snapshot): void {
    for (const { symbol, name, sector, open, price } of instruments) {
      const row = this.#bySymbol.get(symbol);
      if (row === undefined) {
        this.#add(symbol, price, { name, sector, open, simulated: true });
      } else {
        row.open = open;
        if (!row.fresh) {
          row.price = price;
        }
      }
    }
    this.#known = true;
    for (const { symbol, price } of others) {
      const row = this.#bySymbol.get(symbol) ?? this.#addOther(symbol, price);
      if (!row.fresh) {
        row.price = price;
      }
    }
    for (const tick of this.#early.values()) {
      this.#apply(tick, 0);
    }
    this.#early.clear();
  }

  /** @param now by this page’s clock */
  take(tick: Tick, now: number): Taken {
    const late = tick.t === 0 ? null : Math.max(0, now - tick.t);
    if (this.#known) {
      return { skipped: this.#apply(tick, now), late };
    }
    if (this.#early.has(tick.symbol) || this.#early.size < MAX_EARLY) {
      this.#early.set(tick.symbol, tick);
    }
    return { skipped: 0, late };
  }

  #apply(tick: Tick, now: number): number {
    const row = this.#bySymbol.get(tick.symbol) ?? this.#addOther(tick.symbol, tick.price);
    const skipped = tick.n > row.n && row.n > 0 ? tick.n - row.n - 1 : 0;
    row.move = Math.sign(tick.price - row.price);
    row.movedAt = now;
    row.price = tick.price;
    row.updates++;
    row.fresh = true;
    if (tick.n > 0) {
      row.n = tick.n;
    } else {
      row.publishedAt = now;
    }
    return skipped;
  }

  #addOther(symbol: string, price: number): Row {
    if (this.#others === MAX_OTHERS) {
      for (const row of this.#bySymbol.values()) {
        if (!row.simulated) {
          this.#bySymbol.delete(row.symbol);
          this.#others--;
          break;
        }
      }
    }
    this.#others++;
    return this.#add(symbol, price, {
      name: 'published by somebody',
      sector: '',
      open: price,
      simulated: false,
    });
  }

  #add(
    symbol: string,
    price: number,
    rest: Pick<Row, 'name' | 'sector' | 'open' | 'simulated'>,
  ): Row {
    const row: Row = {
      id: this.#ids++,
      symbol,
      price,
      n: 0,
      move: 0,
      movedAt: 0,
      publishedAt: 0,
      updates: 0,
      fresh: false,
      ...rest,
    };
    this.#bySymbol.set(symbol, row);
    return row;
  }

  /** The rows that have all these words, in this order. */
  list(words: string, order: Order): Row[] {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const found = [...this.#bySymbol.values()].filter((row) => {
      const text = `${row.symbol} ${row.name}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    const compare = COMPARE[order.by];
    const way = order.descending ? -1 : 1;
    return found.sort((a, b) => way * compare(a, b) || COMPARE.symbol(a, b));
  }
}

/** By how much its price has changed, as a part of it. */
export function change(row: Pick<Row, 'open' | 'price'>): number {
  return row.price / row.open - 1;
}

const COMPARE: Readonly<Record<Column, (a: Row, b: Row) => number>> = {
  symbol: (a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0),
  price: (a, b) => a.price - b.price,
  change: (a, b) => change(a) - change(b),
  updates: (a, b) => a.updates - b.updates,
};

/** `+1.23 %`. */
export function percent(part: number): string {
  const text = Math.abs(part * 100).toFixed(2);
  return `${text === '0.00' ? '±' : part > 0 ? '+' : '−'}${text} %`;
}

/** `1,234.50`; what is too large for that as `1.2e+9`. */
export function money(price: number): string {
  return price < 1e7
    ? price.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    : price.toExponential(1);
}

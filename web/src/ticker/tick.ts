// Prices as they are published, by whomever: looked at as if they were made to harm.

import { shownName } from '../chat/words';

/** What cannot be a price. */
export const MAX_PRICE = 1e12;

export interface Tick {
  readonly symbol: string;
  readonly price: number;
  /** The how manieth price of its instrument in this run of the market; 0 if nobody says, as who publishes by hand. */
  readonly n: number;
  /** When it was made, in milliseconds by the server’s clock; 0 if nobody says. */
  readonly t: number;
}

/** What the feed says of itself. */
export interface Source {
  readonly rate: number;
  readonly watching: number;
}

export interface Instrument {
  readonly symbol: string;
  readonly name: string;
  readonly sector: string;
  readonly open: number;
  readonly price: number;
}

export interface Snapshot {
  readonly instruments: readonly Instrument[];
  /** Published by others, of what the market does not have. */
  readonly others: readonly Tick[];
}

type Fields = Readonly<Record<string, unknown>>;

function fields(data: unknown): Fields {
  return typeof data === 'object' && data !== null ? (data as Fields) : {};
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function price(value: unknown): number | null {
  return typeof value === 'number' && value > 0 && value <= MAX_PRICE ? value : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? shownName(value) : '';
}

/** A publication’s data as a tick; null if it is none. */
export function tickOf(data: unknown): Tick | null {
  const its = fields(data);
  const symbol = text(its.symbol);
  const now = price(its.price);
  return symbol === '' || now === null
    ? null
    : { symbol, price: now, n: count(its.n), t: count(its.t) };
}

/** What the feed says; null if that is something else. */
export function sourceOf(data: unknown): Source | null {
  const its = fields(data);
  return typeof its.rate === 'number' && Number.isFinite(its.rate)
    ? { rate: Math.max(0, its.rate), watching: count(its.watching) }
    : null;
}

/** The market as the server tells it; what makes no sense in it is left out. */
export function snapshotOf(data: unknown): Snapshot {
  const { instruments, others } = fields(data);
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  return {
    instruments: list(instruments).flatMap((it) => {
      const its = fields(it);
      const tick = tickOf(it);
      const open = price(its.open);
      return tick === null || open === null
        ? []
        : [{ ...tick, open, name: text(its.name), sector: text(its.sector) }];
    }),
    others: list(others).flatMap((it) => tickOf(it) ?? []),
  };
}

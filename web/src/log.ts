// What the log keeps: a bounded list with a filter. Pure.

import { hex, oneLine, textOf } from './bytes';

export type Direction = 'out' | 'in' | 'note';
export type Kind = 'text' | 'binary' | 'open' | 'close' | 'error' | 'ping' | 'burst';

export interface Entry {
  readonly id: number;
  /** Milliseconds since 1970, with fractions. */
  readonly at: number;
  readonly direction: Direction;
  readonly kind: Kind;
  /** Bytes of the whole message; what is kept of it may be less. */
  readonly size: number;
  readonly kept: Uint8Array;
  /** One line that says what it is. */
  readonly line: string;
}

export interface Filter {
  readonly direction: Direction | 'all';
  readonly kind: 'all' | 'text' | 'binary';
  /** Looked for in the entry's line, regardless of case. */
  readonly words: string;
}

export const MAX_ENTRIES = 10_000;
export const MAX_KEPT_BYTES = 16 * 1024 * 1024;
export const MAX_BYTES_OF_ONE = 64 * 1024;
export const NO_FILTER: Filter = { direction: 'all', kind: 'all', words: '' };

export class Log {
  #entries: Entry[] = [];
  #shown: Entry[] = [];
  #filter: Filter = NO_FILTER;
  #bytes = 0;
  #nextId = 1;
  #forgotten = 0;

  constructor(
    private readonly maxEntries = MAX_ENTRIES,
    private readonly maxBytes = MAX_KEPT_BYTES,
  ) {}

  /** Everything kept, oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** What the filter lets through, oldest first. */
  get shown(): readonly Entry[] {
    return this.#shown;
  }

  /** How many entries had to go to make room. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get filter(): Filter {
    return this.#filter;
  }

  text(direction: Direction, text: string, bytes: Uint8Array, at: number): Entry {
    return this.#add(direction, 'text', bytes.length, bytes, oneLine(text), at);
  }

  binary(direction: Direction, bytes: Uint8Array, at: number): Entry {
    const head = bytes.subarray(0, 48);
    const line = hex(head, ' ') + (bytes.length > head.length ? ' …' : '');
    return this.#add(direction, 'binary', bytes.length, bytes, line, at);
  }

  note(kind: Kind, line: string, at: number): Entry {
    return this.#add('note', kind, 0, new Uint8Array(0), line, at);
  }

  clear(): void {
    this.#entries = [];
    this.#shown = [];
    this.#bytes = 0;
    this.#forgotten = 0;
  }

  setFilter(filter: Filter): void {
    this.#filter = filter;
    this.#shown = this.#entries.filter((entry) => matches(entry, filter));
  }

  #add(
    direction: Direction,
    kind: Kind,
    size: number,
    bytes: Uint8Array,
    line: string,
    at: number,
  ): Entry {
    const kept = bytes.slice(0, MAX_BYTES_OF_ONE);
    const entry: Entry = { id: this.#nextId++, at, direction, kind, size, kept, line };
    this.#entries.push(entry);
    this.#bytes += kept.length;
    if (matches(entry, this.#filter)) {
      this.#shown.push(entry);
    }
    this.#makeRoom();
    return entry;
  }

  /** Lets a tenth go at a time, so that making room costs little for each entry. */
  #makeRoom(): void {
    if (this.#entries.length <= this.maxEntries && this.#bytes <= this.maxBytes) {
      return;
    }
    const target = Math.ceil(this.maxEntries * 0.9);
    let gone = 0;
    while (
      this.#entries.length - gone > 1 &&
      (this.#entries.length - gone > target || this.#bytes > this.maxBytes)
    ) {
      this.#bytes -= (this.#entries[gone] as Entry).kept.length;
      gone++;
    }
    this.#entries = this.#entries.slice(gone);
    this.#forgotten += gone;
    const oldest = this.#entries[0]?.id ?? 0;
    const from = this.#shown.findIndex((entry) => entry.id >= oldest);
    this.#shown = from < 0 ? [] : this.#shown.slice(from);
  }
}

export function matches(entry: Entry, filter: Filter): boolean {
  return (
    (filter.direction === 'all' || filter.direction === entry.direction) &&
    (filter.kind === 'all' || filter.kind === entry.kind) &&
    (filter.words === '' || entry.line.toLowerCase().includes(filter.words.toLowerCase()))
  );
}

/** An entry as one line of a text file: what “copy” of the whole log gives. */
export function asText(entry: Entry): string {
  const arrow = { out: '→', in: '←', note: '·' }[entry.direction];
  const body =
    entry.kind === 'text' ? (textOf(entry.kept) ?? hex(entry.kept, ' ')) : hex(entry.kept, ' ');
  const what = entry.direction === 'note' ? entry.line : `${entry.size} B ${body}`;
  return `${new Date(entry.at).toISOString()} ${arrow} ${entry.kind} ${what}`;
}

// What the chat keeps in the browser of one person: which conversations are open, up to where each was read, which were left, what is
// not sent yet. Who is somebody else in the same tab finds nothing of it.

import type { Store } from '../store';
import type { ReadMark } from './conversation';
import type { Outgoing } from './outbox';

/** The most conversations that are kept open; the latest are. */
export const MAX_CONVERSATIONS = 50;
/** Of those the most that are entered because others want it: whoever is here has room for their own. */
export const MAX_WANTED = 40;
/** The most conversations of which it is kept how far they were read, or that they were left; the latest are. */
export const MAX_MARKS = 200;

const READ = 'duplex.chat.read';
const LEFT = 'duplex.chat.left';
const OPEN = 'duplex.chat.open';
const OUTBOX = 'duplex.chat.outbox';

type Marks = Record<string, ReadMark | undefined>;

export class Memory {
  /**
   * @param store of this browser
   * @param tab of this tab: two tabs must not send the same
   * @param user whose it is
   */
  constructor(
    private readonly store: Store,
    private readonly tab: Store,
    private readonly user: string,
  ) {}

  get channels(): string[] {
    return list(this.store, this.#key(OPEN)).filter((channel) => typeof channel === 'string');
  }

  /** A conversation is open now. Another tab may have opened others meanwhile: they stay. */
  opened(channel: string): void {
    const open = this.channels;
    if (!open.includes(channel)) {
      this.#keepChannels([...open, channel]);
    }
  }

  /** A conversation is not open any more. */
  closed(channel: string): void {
    this.#keepChannels(this.channels.filter((it) => it !== channel));
  }

  /** Up to where a conversation was read; null if it never was looked at. */
  mark(channel: string): ReadMark | null {
    return this.#mark(READ, channel);
  }

  /** Another tab may have read further. */
  keepMark(channel: string, mark: ReadMark): void {
    const before = this.mark(channel);
    if (before?.epoch !== mark.epoch || before.offset < mark.offset) {
      this.#keepMark(READ, channel, mark);
    }
  }

  /** Where the inbox was when a conversation was left; null if it was not. */
  left(channel: string): ReadMark | null {
    return this.#mark(LEFT, channel);
  }

  keepLeft(channel: string, inbox: ReadMark): void {
    this.#keepMark(LEFT, channel, inbox);
  }

  /** Whether a key of the browser's store is that of the marks. */
  isMarks(key: string | null): boolean {
    return key === this.#key(READ);
  }

  get outbox(): Outgoing[] {
    return list(this.tab, this.#key(OUTBOX)).filter(isOutgoing);
  }

  keepOutbox(items: readonly Outgoing[]): void {
    this.tab.setItem(this.#key(OUTBOX), JSON.stringify(items));
  }

  #key(name: string): string {
    return `${name} ${this.user}`;
  }

  #keepChannels(channels: readonly string[]): void {
    this.store.setItem(this.#key(OPEN), JSON.stringify(channels.slice(-MAX_CONVERSATIONS)));
  }

  #mark(name: string, channel: string): ReadMark | null {
    const mark = this.#marks(name)[channel];
    return typeof mark?.epoch === 'string' && typeof mark.offset === 'number' ? mark : null;
  }

  #keepMark(name: string, channel: string, mark: ReadMark): void {
    const { [channel]: _, ...others } = this.#marks(name);
    const latest = [...Object.entries(others), [channel, mark]].slice(-MAX_MARKS);
    this.store.setItem(this.#key(name), JSON.stringify(Object.fromEntries(latest)));
  }

  #marks(name: string): Marks {
    const kept = parsed(this.store, this.#key(name));
    return typeof kept === 'object' && kept !== null ? (kept as Marks) : {};
  }
}

function isOutgoing(item: unknown): item is Outgoing {
  const { key, channel } = (item ?? {}) as Partial<Outgoing>;
  return typeof key === 'string' && typeof channel === 'string';
}

/** A list that is kept in a store; empty if there is none. */
export function list(store: Store, key: string): unknown[] {
  const kept = parsed(store, key);
  return Array.isArray(kept) ? kept : [];
}

function parsed(store: Store, key: string): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

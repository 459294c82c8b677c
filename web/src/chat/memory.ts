// What the chat keeps in the browser: which conversations are open, up to where each was read, what is not sent yet.

import type { ReadMark } from './conversation';
import type { Outgoing } from './outbox';

/** A browser's store, or what stands for one in a test. */
export type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** The most conversations that are kept open. */
export const MAX_CONVERSATIONS = 50;

const READ = 'duplex.chat.read';
const OPEN = 'duplex.chat.open';
const OUTBOX = 'duplex.chat.outbox';

export class Memory {
  /**
   * @param store of whoever is here
   * @param tab of this tab: two tabs must not send the same
   */
  constructor(
    private readonly store: Store,
    private readonly tab: Store,
  ) {}

  get channels(): string[] {
    return list(this.store, OPEN).filter((channel) => typeof channel === 'string');
  }

  keepChannels(channels: readonly string[]): void {
    this.store.setItem(OPEN, JSON.stringify(channels.slice(0, MAX_CONVERSATIONS)));
  }

  mark(channel: string): ReadMark | null {
    const mark = this.#marks()[channel];
    return typeof mark?.epoch === 'string' && typeof mark.offset === 'number' ? mark : null;
  }

  keepMark(channel: string, mark: ReadMark): void {
    this.store.setItem(READ, JSON.stringify({ ...this.#marks(), [channel]: mark }));
  }

  #marks(): Record<string, ReadMark | undefined> {
    const kept = parsed(this.store, READ);
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, ReadMark>) : {};
  }

  get outbox(): Outgoing[] {
    return list(this.tab, OUTBOX).filter(
      (item): item is Outgoing => typeof item === 'object' && item !== null && 'key' in item,
    );
  }

  keepOutbox(items: readonly Outgoing[]): void {
    this.tab.setItem(OUTBOX, JSON.stringify(items));
  }
}

function list(store: Store, key: string): unknown[] {
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

// The notifications of a user as they are shown: likes of one post together, the latest first.

import { isRead, type Marks, NOTHING_READ } from './marks';
import type { Mutes } from './mutes';
import { KINDS, type Kind, type Note } from './note';

/** The most that are kept here: as many as the server keeps. The oldest go. */
export const MAX_NOTES = 500;

export interface Person {
  readonly user: string;
  readonly name: string;
}

/** One line: a notification, or those who like one post. */
export interface Entry {
  readonly key: string;
  readonly kind: Kind;
  /** Of all that is in it. */
  readonly offsets: readonly number[];
  /** Who did it, the latest first; each once. */
  readonly people: readonly Person[];
  readonly text: string;
  /** As of the latest. */
  readonly note: Note;
  readonly unread: boolean;
}

export class Notes {
  readonly #byOffset = new Map<number, Note>();
  #epoch = '';

  get epoch(): string {
    return this.#epoch;
  }

  /** The channel is entered. What is of another life the server does not have any more. */
  enter(epoch: string): void {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#byOffset.clear();
    }
  }

  /** A notification came. Returns whether it is new here. */
  take(note: Note, epoch: string): boolean {
    if (epoch !== this.#epoch || this.#byOffset.has(note.offset)) {
      return false;
    }
    this.#byOffset.set(note.offset, note);
    if (this.#byOffset.size > MAX_NOTES) {
      this.#byOffset.delete(Math.min(...this.#byOffset.keys()));
    }
    return true;
  }

  /** The latest offset that there is. */
  get latest(): number {
    return Math.max(0, ...this.#byOffset.keys());
  }

  /** What is shown, the latest first. */
  entries(marks: Marks, mutes: Mutes): Entry[] {
    return this.#all(marks).filter(({ kind }) => !mutes.kinds.includes(kind));
  }

  /** How many there are of each kind that are not shown. */
  hidden(mutes: Mutes): ReadonlyMap<Kind, number> {
    const all = this.#all(NOTHING_READ);
    return new Map(
      KINDS.filter((kind) => mutes.kinds.includes(kind)).map((kind) => [
        kind,
        all.filter((entry) => entry.kind === kind).length,
      ]),
    );
  }

  #all(marks: Marks): Entry[] {
    const groups = new Map<string, Note[]>();
    for (const note of [...this.#byOffset.values()].sort((a, b) => a.offset - b.offset)) {
      const key = keyOf(note);
      const group = groups.get(key);
      group === undefined ? groups.set(key, [note]) : group.push(note);
    }
    return [...groups.entries()]
      .flatMap(([key, notes]) => this.#entry(key, notes, marks))
      .sort((a, b) => b.note.offset - a.note.offset);
  }

  /** @param notes of one line, in the order in which they came */
  #entry(key: string, notes: readonly Note[], marks: Marks): Entry[] {
    // What somebody did last counts, however often it was sent.
    const last = new Map<string, Note>();
    for (const note of notes) {
      last.delete(note.user);
      last.set(note.user, note);
    }
    const standing = [...last.values()].filter(({ takenBack }) => !takenBack).reverse();
    const [note] = standing;
    if (note === undefined) {
      return [];
    }
    return [
      {
        key,
        kind: note.kind,
        offsets: notes.map(({ offset }) => offset),
        people: standing.map(({ user, name }) => ({ user, name })),
        text: note.text || note.about,
        note,
        unread: standing.some(({ offset }) => !isRead(marks, this.#epoch, offset)),
      },
    ];
  }
}

function keyOf({ kind, post, epoch, offset }: Note): string {
  return kind === 'like' && post > 0 ? `like ${epoch} ${post}` : String(offset);
}

/** How many lines are unread. */
export function unreadIn(entries: readonly Entry[]): number {
  return entries.filter(({ unread }) => unread).length;
}

/** What an entry says, but for the names that it begins with. */
export function deedOf({ kind, people }: Entry): string {
  switch (kind) {
    case 'like':
      return people.length === 1 ? 'likes your post' : 'like your post';
    case 'comment':
      return 'commented on your post';
    case 'message':
      return 'wrote to you';
    case 'notice':
      return '';
  }
}

/** By whom, and how many are not named. */
export function namedIn({ people }: Entry): { named: readonly Person[]; count: number } {
  return people.length > 2
    ? { named: [], count: people.length }
    : { named: people, count: people.length };
}

/** An entry in a sentence: “3 people like your post”. */
export function sentenceOf(entry: Entry): string {
  const { named, count } = namedIn(entry);
  const who = named.length === 0 ? `${count} people` : named.map(({ name }) => name).join(' and ');
  return `${who} ${deedOf(entry)}`.trim();
}

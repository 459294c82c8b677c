// The wall: posts, who likes them, and comments, made of all that happened there.

import type { PublicationContext } from 'centrifuge';
import { fieldsOf, letterOf } from '../chat/message';
import { nameOf } from '../chat/people';

/** The most events that are kept here: as many as the server keeps. The oldest go. */
export const MAX_EVENTS = 500;

/** A text of more lines, of so many letters, may have to be scrolled where it is shown: by keyboard too. */
const LINES = 12;
const LETTERS = 24;

const DEEDS = ['post', 'like', 'unlike', 'comment'] as const;

export interface WallEvent {
  readonly deed: (typeof DEEDS)[number];
  readonly offset: number;
  /** Who did it, by the server's word. */
  readonly user: string;
  readonly name: string;
  readonly text: string;
  /** To which post, by its offset. */
  readonly post: number;
  readonly at: number;
  /** The key of what is not answered yet. */
  readonly pending?: string;
}

export interface Post {
  readonly event: WallEvent;
  /** Names of those who like it, by user. */
  readonly likes: Map<string, string>;
  readonly comments: WallEvent[];
}

/** Reads a publication; null if it is nothing that happens on a wall. Never throws. */
export function eventOf(
  { data, info, offset = 0 }: PublicationContext,
  now: number,
): WallEvent | null {
  const fields = fieldsOf(data);
  const deed = DEEDS.find((it) => it === fields?.kind);
  if (fields === null || deed === undefined || info === undefined) {
    return null;
  }
  const { text, at } = letterOf(fields, now, '');
  const post = typeof fields.post === 'number' ? fields.post : 0;
  return { deed, offset, user: info.user, name: nameOf(info), text, post, at };
}

export class Wall {
  readonly #byOffset = new Map<number, WallEvent>();
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

  take(event: WallEvent, epoch: string): void {
    if (epoch === this.#epoch && !this.#byOffset.has(event.offset)) {
      this.#byOffset.set(event.offset, event);
      if (this.#byOffset.size > MAX_EVENTS) {
        this.#byOffset.delete(Math.min(...this.#byOffset.keys()));
      }
    }
  }

  /** Whether what stands at an offset has come. */
  has(offset: number): boolean {
    return this.#byOffset.has(offset);
  }

  /**
   * Posts, the latest first. What somebody did several times counts once: the last is how it is.
   *
   * @param pending what is on its way, which is shown as if it had happened
   */
  posts(pending: readonly WallEvent[] = []): Post[] {
    const posts = new Map<number, Post>();
    const rising = [...this.#byOffset.values()].sort((a, b) => a.offset - b.offset);
    for (const event of [...rising, ...pending]) {
      happen(event, posts);
    }
    return [...posts.values()].reverse();
  }
}

/** Whether a text is so long that it may have to be scrolled. */
export function mayScroll(text: string): boolean {
  const lines = text.split('\n').map((line) => Math.max(1, Math.ceil(line.length / LETTERS)));
  return lines.reduce((sum, count) => sum + count, 0) > LINES;
}

function happen(event: WallEvent, posts: Map<number, Post>): void {
  const post = posts.get(event.post);
  switch (event.deed) {
    case 'post':
      posts.set(event.offset, { event, likes: new Map(), comments: [] });
      break;
    case 'like':
      post?.likes.set(event.user, event.name);
      break;
    case 'unlike':
      post?.likes.delete(event.user);
      break;
    case 'comment':
      post?.comments.push(event);
      break;
  }
}

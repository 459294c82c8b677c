// The wall: posts with who likes them and what was said to them; and what could not be sent.

import { avatar, named } from '../chat/avatar';
import { timeElement, today } from '../day';
import { byId, h } from '../dom';
import { fill } from '../list';
import { nameOfAct } from './acts';
import type { Desk } from './desk';
import { mayScroll, type Post, type WallEvent } from './wall';

/** The most posts that are shown, and the most comments of one. */
const MAX_POSTS = 100;
const MAX_COMMENTS = 20;
/** More who like something are not named. */
const MAX_NAMES = 10;

export interface WallActions {
  /** @param epoch the life of the wall that the post is of */
  comment(epoch: string, post: WallEvent): void;
  write(user: string, name: string): void;
  /** What could not be sent is tried again, or given up. */
  retry(key: string): void;
  discard(key: string): void;
}

export class WallView {
  readonly #posts = byId('posts', HTMLElement);
  readonly #failed = byId('failed', HTMLElement);

  constructor(
    private readonly desk: Desk,
    private readonly actions: WallActions,
  ) {}

  show(): void {
    const { posts, me, failed, epoch } = this.desk;
    const day = today();
    fill(
      this.#posts,
      posts.slice(0, MAX_POSTS).map((post) => ({
        key: post.event.pending ?? String(post.event.offset),
        state: JSON.stringify([post.event, [...post.likes], post.comments, me, epoch, day]),
        make: () => this.#post(post, epoch, day),
      })),
    );
    byId('posts-empty', HTMLElement).hidden = posts.length > 0 || me === '';
    fill(
      this.#failed,
      failed.map((act) => ({
        key: act.key,
        state: act.problem ?? '',
        make: () =>
          h(
            'div',
            { class: 'failure' },
            h('span', { class: 'problem' }, `${nameOfAct(act)} not sent: ${act.problem ?? ''}`),
            button('Try again', 'retry', () => this.actions.retry(act.key)),
            button('Discard', 'discard', () => this.actions.discard(act.key)),
          ),
      })),
    );
  }

  /** Brings a post to where it is seen, and the focus to it. Returns false if it is not here, or of another life of the wall. */
  find(epoch: string, offset: number): boolean {
    const post =
      epoch === this.desk.epoch
        ? this.#posts.querySelector<HTMLElement>(`li[data-key="${offset}"] .post`)
        : null;
    post?.scrollIntoView({ block: 'nearest' });
    post?.focus({ preventScroll: true });
    return post !== null;
  }

  #post({ event, likes, comments }: Post, epoch: string, day: string): HTMLElement {
    const more = comments.length - MAX_COMMENTS;
    return h(
      'article',
      { class: 'post', tabindex: -1, 'data-pending': event.pending !== undefined },
      this.#head(event, day),
      words(event.text),
      event.pending === undefined ? this.#actions(event, epoch, likes, comments.length) : sending(),
      comments.length === 0
        ? null
        : h(
            'ul',
            { class: 'comments', 'aria-label': 'Comments' },
            more > 0 ? h('li', { class: 'hint' }, `${more} earlier`) : null,
            ...comments.slice(-MAX_COMMENTS).map((comment) => this.#comment(comment)),
          ),
    );
  }

  #head(event: WallEvent, day: string): HTMLElement {
    return h(
      'div',
      { class: 'post-head' },
      avatar(event.user, event.name),
      named(event.user, event.name),
      timeElement(event.at, day),
    );
  }

  #actions(
    event: WallEvent,
    epoch: string,
    likes: ReadonlyMap<string, string>,
    comments: number,
  ): HTMLElement {
    const { me } = this.desk;
    const mine = likes.has(me);
    const like = button(`♥ ${likes.size}`, 'like', () => this.desk.like(event.offset, !mine));
    like.setAttribute('aria-pressed', String(mine));
    like.setAttribute('aria-label', `Like, ${likes.size}`);
    like.title = [...likes.values()].slice(0, MAX_NAMES).join(', ');
    return h(
      'div',
      { class: 'post-actions' },
      like,
      button(comments === 0 ? 'Comment' : `Comment, ${comments}`, 'comment', () =>
        this.actions.comment(epoch, event),
      ),
      event.user === me
        ? null
        : button('Message', 'message', () => this.actions.write(event.user, event.name)),
    );
  }

  #comment(event: WallEvent): HTMLElement {
    return h(
      'li',
      { class: 'comment', 'data-pending': event.pending !== undefined },
      avatar(event.user, event.name),
      h(
        'div',
        {},
        named(event.user, event.name),
        words(event.text),
        event.pending === undefined ? null : sending(),
      ),
    );
  }
}

function words(text: string): HTMLElement {
  return h('div', { class: 'post-text', dir: 'auto', tabindex: mayScroll(text) ? 0 : null }, text);
}

function sending(): HTMLElement {
  return h('div', { class: 'delivery' }, 'Sending…');
}

/** @param part by which it keeps the focus when it is made anew */
function button(label: string, part: string, act: () => void): HTMLButtonElement {
  const element = h('button', { type: 'button', class: 'quiet', 'data-part': part }, label);
  element.addEventListener('click', act);
  return element;
}

// The messages as they are shown. Rows stay the elements that they were: what somebody reads does not move.

import { byId, h } from '../dom';
import type { Message } from './message';
import { type MessageActions, messageElement, together } from './message-view';
import type { Row, Timeline } from './timeline';

/** As near to the end as counts for being there, in pixels. */
const NEAR = 60;
const LINES: Readonly<Record<Exclude<Row['kind'], 'message'>, string>> = {
  gap: 'Some messages in between are not here',
  restart: 'The server has begun anew: it does not have what is above any more',
  unread: 'New',
};

interface Shown {
  readonly element: HTMLElement;
  readonly state: string;
}

export class TimelineView {
  readonly #scroll = byId('timeline', HTMLElement);
  readonly #rows = byId('rows', HTMLElement);
  readonly #empty = byId('timeline-empty', HTMLElement);
  #shown = new Map<string, Shown>();
  #timeline: Timeline | null = null;
  #atEnd = true;

  /** @param scrolled called when the reader has moved */
  constructor(
    private readonly actions: MessageActions,
    scrolled: () => void,
  ) {
    this.#scroll.addEventListener('scroll', () => {
      this.#atEnd = this.#isAtEnd();
      scrolled();
    });
    new ResizeObserver(() => {
      if (this.#atEnd) {
        this.toEnd();
      }
    }).observe(this.#scroll);
  }

  /** Whether the reader is where new messages come. */
  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** Whether it is on the screen: on a phone another pane may be. */
  get isVisible(): boolean {
    return this.#scroll.getClientRects().length > 0;
  }

  get atTop(): boolean {
    return this.#scroll.scrollTop < NEAR;
  }

  #isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd(): void {
    this.#atEnd = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  show(timeline: Timeline, me: string, newAfter: number | null): void {
    if (timeline !== this.#timeline) {
      this.#timeline = timeline;
      this.#shown.clear();
      this.#rows.replaceChildren();
      this.#atEnd = true;
    }
    const rows = timeline.rows(newAfter);
    const anchor = this.#anchor();
    this.#draw(rows, me);
    this.#empty.hidden = rows.length > 0;
    if (this.#atEnd) {
      this.toEnd();
    } else if (anchor !== null) {
      this.#scroll.scrollTop += anchor.element.offsetTop - anchor.top;
    }
  }

  /** The first row that is seen, and where it is. */
  #anchor(): { element: HTMLElement; top: number } | null {
    const top = this.#scroll.scrollTop;
    for (const { element } of this.#shown.values()) {
      if (element.offsetTop + element.offsetHeight > top) {
        return { element, top: element.offsetTop };
      }
    }
    return null;
  }

  #draw(rows: readonly Row[], me: string): void {
    const shown = new Map<string, Shown>();
    let before: Message | null = null;
    let at = this.#rows.firstElementChild;
    for (const row of rows) {
      const message: Message | null = row.kind === 'message' ? row.message : null;
      const key = row.kind === 'message' ? row.message.key : row.key;
      const joins = message !== null && before !== null && together(before, message);
      const state = message === null ? row.kind : `${joins} ${message.delivery} ${message.problem}`;
      const there = this.#shown.get(key);
      const element =
        there?.state === state ? there.element : this.#element(row, message, me, before, joins);
      shown.set(key, { element, state });
      if (at === element) {
        at = at.nextElementSibling;
      } else {
        this.#rows.insertBefore(element, at);
      }
      before = message;
    }
    this.#shown = shown;
    const kept = new Set([...shown.values()].map(({ element }) => element));
    for (const element of [...this.#rows.children]) {
      if (!kept.has(element as HTMLElement)) {
        element.remove();
      }
    }
  }

  #element(
    row: Row,
    message: Message | null,
    me: string,
    before: Message | null,
    joins: boolean,
  ): HTMLElement {
    if (message === null) {
      const line = row.kind === 'message' ? '' : LINES[row.kind];
      return h('p', { class: 'line', 'data-kind': row.kind }, h('span', {}, line));
    }
    return messageElement(message, joins ? before : null, me, this.actions);
  }
}

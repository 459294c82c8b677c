// The messages as they are shown. What somebody reads stays where it is, whatever comes above it.

import { today } from '../day';
import { byId, h } from '../dom';
import type { Message } from './message';
import { type Look, type MessageActions, messageRow } from './message-view';
import { Rows, type RowView } from './rows';
import type { Row, Timeline } from './timeline';

type Line = Exclude<Row, { kind: 'message' }>;

/** As near to the end as counts for being there, in pixels. */
const NEAR = 60;
const LINES: Readonly<Record<Line['kind'], string>> = {
  gap: 'Some messages in between are not here',
  restart: 'The server has begun anew: it does not have what is above any more',
  unread: 'New',
};

export class TimelineView {
  readonly #scroll = byId('timeline', HTMLElement);
  readonly #rows = new Rows(byId('rows', HTMLElement));
  readonly #empty = byId('timeline-empty', HTMLElement);
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
      this.#rows.show([]);
      this.#atEnd = true;
    }
    const rows = views(timeline.rows(newAfter), { me, day: today(), actions: this.actions });
    const anchor = this.#anchor(rows);
    this.#rows.show(rows);
    this.#empty.hidden = rows.length > 0;
    if (this.#atEnd) {
      this.toEnd();
    } else if (anchor !== null) {
      const element = this.#rows.element(anchor.key) as HTMLElement;
      this.#scroll.scrollTop += endOf(element) - anchor.end;
    }
  }

  /**
   * Of what is shown and stays, the first that is seen, and where it ends: it may be made anew, and then without the head above its words,
   * because one of the same person has come before it.
   */
  #anchor(rows: readonly RowView[]): { key: string; end: number } | null {
    const keys = new Set(rows.map(({ key }) => key));
    const top = this.#scroll.scrollTop;
    for (const [key, element] of this.#rows.elements()) {
      const end = endOf(element);
      if (end > top && keys.has(key)) {
        return { key, end };
      }
    }
    return null;
  }
}

function endOf(element: HTMLElement): number {
  return element.offsetTop + element.offsetHeight;
}

function views(rows: readonly Row[], look: Look): RowView[] {
  let before: Message | null = null;
  return rows.map((row) => {
    if (row.kind !== 'message') {
      before = null;
      return line(row);
    }
    const view = messageRow(row.message, before, look);
    before = row.message;
    return view;
  });
}

function line({ key, kind }: Line): RowView {
  return {
    key,
    state: kind,
    detail: '',
    make: () => h('p', { class: 'line', 'data-kind': kind }, h('span', {}, LINES[kind])),
    update: () => {},
  };
}

// The log on the page: list, filter, details.

import { grouped, hex, hexDump, size, textOf } from './bytes';
import { byId, copy, h, onFrame } from './dom';
import { asText, type Entry, type Filter, type Log } from './log';
import { type Row, VirtualList } from './virtual-list';

const ROW_HEIGHT = 28;
const ARROWS = { out: '↑', in: '↓', note: '•' } as const;
const DIRECTIONS = { out: 'sent', in: 'received', note: 'event' } as const;

export class LogView {
  readonly #list: VirtualList<Entry>;
  readonly #draw = onFrame(() => this.#show());
  readonly #empty = byId('log-empty', HTMLElement);
  readonly #count = byId('log-count', HTMLElement);
  readonly #detail = byId('log-detail', HTMLElement);
  readonly #form = byId('log-detail-form', HTMLButtonElement);
  #chosen: Entry | null = null;
  #asHex = false;

  constructor(private readonly log: Log) {
    this.#list = new VirtualList(
      byId('log-list', HTMLElement),
      ROW_HEIGHT,
      (entry) => entry.id,
      makeRow,
      (entry) => this.#choose(entry),
    );
    this.#tools();
    this.#show();
  }

  changed(): void {
    this.#draw();
  }

  #tools(): void {
    const direction = byId('log-direction', HTMLSelectElement);
    const kind = byId('log-kind', HTMLSelectElement);
    const words = byId('log-words', HTMLInputElement);
    const filter = (): void => {
      this.log.setFilter({
        direction: direction.value as Filter['direction'],
        kind: kind.value as Filter['kind'],
        words: words.value,
      });
      this.#draw();
    };
    direction.addEventListener('change', filter);
    kind.addEventListener('change', filter);
    words.addEventListener('input', filter);
    byId('log-clear', HTMLButtonElement).addEventListener('click', () => {
      this.log.clear();
      this.#choose(null);
      this.#draw();
    });
    const copyAll = byId('log-copy', HTMLButtonElement);
    copyAll.addEventListener('click', () => {
      void copy(this.log.shown.map(asText).join('\n'), copyAll);
    });
    const copyOne = byId('log-detail-copy', HTMLButtonElement);
    copyOne.addEventListener('click', () => {
      if (this.#chosen !== null) {
        void copy(this.#body(this.#chosen, false), copyOne);
      }
    });
    this.#form.addEventListener('click', () => {
      this.#asHex = !this.#asHex;
      this.#choose(this.#chosen);
    });
    const close = (): void => {
      this.#choose(null);
      this.#list.mark(null);
    };
    byId('log-detail-close', HTMLButtonElement).addEventListener('click', close);
    byId('log-list', HTMLElement).addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        close();
      }
    });
  }

  #show(): void {
    const shown = this.log.shown.length;
    const all = this.log.entries.length;
    this.#list.show(this.log.shown);
    this.#count.textContent = shown === all ? grouped(all) : `${grouped(shown)} of ${grouped(all)}`;
    this.#count.title =
      this.log.forgotten === 0 ? '' : `${grouped(this.log.forgotten)} older ones went to make room`;
    this.#empty.hidden = shown > 0;
    this.#empty.textContent =
      all > 0
        ? 'Nothing matches the filter.'
        : 'Nothing yet. What you send and receive is listed here.';
  }

  #choose(entry: Entry | null): void {
    this.#chosen = entry;
    this.#detail.hidden = entry === null;
    if (entry === null) {
      return;
    }
    const what = entry.direction === 'note' ? entry.kind : `${entry.kind}, ${size(entry.size)}`;
    byId('log-detail-title', HTMLElement).textContent =
      `${clock(entry.at)} · ${DIRECTIONS[entry.direction]} · ${what}`;
    this.#form.hidden = entry.kind !== 'text';
    this.#form.textContent = this.#asHex ? 'Text' : 'Hex';
    const rest = entry.size - entry.kept.length;
    byId('log-detail-body', HTMLElement).textContent =
      this.#body(entry, true) + (rest > 0 ? `\n… ${size(rest)} more are not kept` : '');
  }

  #body(entry: Entry, dump: boolean): string {
    if (entry.direction === 'note') {
      return entry.line;
    }
    if (entry.kind === 'text' && !this.#asHex) {
      // A text that was cut may end inside a character.
      return textOf(entry.kept) ?? new TextDecoder().decode(entry.kept);
    }
    return dump ? hexDump(entry.kept) : hex(entry.kept, ' ');
  }
}

function makeRow(): Row<Entry> {
  const time = h('span', { class: 'log-time' });
  const arrow = h('span', { class: 'log-arrow' });
  const kind = h('span', { class: 'log-kind' });
  const line = h('span', { class: 'log-line' });
  const bytes = h('span', { class: 'log-size' });
  const element = h('div', { class: 'log-row' }, time, arrow, kind, line, bytes);
  return {
    element,
    fill(entry) {
      element.dataset.direction = entry.direction;
      element.dataset.kind = entry.kind;
      time.textContent = clock(entry.at);
      arrow.textContent = ARROWS[entry.direction];
      arrow.title = DIRECTIONS[entry.direction];
      kind.textContent = entry.kind;
      line.textContent = entry.line;
      bytes.textContent = entry.direction === 'note' ? '' : size(entry.size);
    },
  };
}

function clock(at: number): string {
  const date = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  const millis = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${millis}`;
}

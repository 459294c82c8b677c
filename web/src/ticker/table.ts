// The table: only the rows in sight exist. A change is told by an arrow and its side, not by colour alone.

import { byId, h, isComposing } from '../dom';
import { type Row as ListRow, VirtualList } from '../virtual-list';
import { type Board, type Column, change, money, type Order, percent, type Row } from './board';

const ROW_HEIGHT = 40;
/** For how long a change is marked. */
const MARKED_MILLIS = 600;
/** For how long it is told that somebody set a price. */
const SET_MILLIS = 8000;

const COLUMNS: Readonly<Record<Column, string>> = {
  symbol: 'Instrument',
  price: 'Price',
  change: 'Change',
  updates: 'Updates',
};

/** What is looked for first, when a column is chosen: names from the beginning, figures from the largest. */
function first(by: Column): Order {
  return { by, descending: by !== 'symbol' };
}

export class Table {
  readonly #list: VirtualList<Row>;
  readonly #filter = byId('filter', HTMLInputElement);
  readonly #buttons = new Map<Column, HTMLButtonElement>();
  #order: Order = first('updates');

  /** @param chosen which row somebody has chosen */
  constructor(
    private readonly board: Board,
    chosen: (row: Row) => void,
  ) {
    this.#list = new VirtualList(
      byId('rows', HTMLElement),
      ROW_HEIGHT,
      (row) => row.id,
      () => new Line(),
      chosen,
      false,
    );
    for (const [column, label] of Object.entries(COLUMNS) as [Column, string][]) {
      const button = h('button', { type: 'button', class: `quiet ${column}`, 'data-sort': column });
      button.addEventListener('click', () => this.#sortBy(column));
      button.append(label, h('span', { class: 'way', 'aria-hidden': 'true' }));
      this.#buttons.set(column, button);
      byId('sort', HTMLElement).append(button);
    }
    this.#filter.addEventListener('input', () => this.arrange());
    this.#filter.addEventListener('keydown', (event) => {
      if ((event.key === 'ArrowDown' || event.key === 'Enter') && !isComposing(event)) {
        event.preventDefault();
        byId('rows', HTMLElement).focus();
      }
    });
    document.addEventListener('keydown', (event) => this.#shortcut(event));
    this.#showOrder();
  }

  #shortcut(event: KeyboardEvent): void {
    const writing = event.target instanceof Element && event.target.matches('input, select');
    if (event.key === '/' && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.#filter.focus();
      this.#filter.select();
    }
  }

  #sortBy(by: Column): void {
    this.#order = this.#order.by === by ? { by, descending: !this.#order.descending } : first(by);
    this.#showOrder();
    this.arrange();
  }

  #showOrder(): void {
    const { by, descending } = this.#order;
    for (const [column, button] of this.#buttons) {
      const on = column === by;
      button.setAttribute('aria-pressed', String(on));
      (button.lastElementChild as HTMLElement).textContent = on ? (descending ? '▼' : '▲') : '';
      button.setAttribute(
        'aria-label',
        on ? `${COLUMNS[column]}, ${descending ? 'largest' : 'smallest'} first` : COLUMNS[column],
      );
    }
  }

  /** Puts the rows in their order. Not for each change: rows would jump while they are read. */
  arrange(): Row[] {
    const rows = this.board.list(this.#filter.value, this.#order);
    this.#list.show(rows);
    byId('none', HTMLElement).hidden = rows.length > 0 || this.board.size === 0;
    const all = this.board.size;
    byId('shown', HTMLElement).textContent =
      rows.length === all ? `${all}` : `${rows.length} of ${all}`;
    return rows;
  }

  /** Draws the rows in sight as they are now. */
  refresh(): void {
    this.#list.refresh();
  }

  mark(row: Row): void {
    this.#list.mark(row.id);
  }
}

/** A row on the screen, which shows one instrument after the other. */
class Line implements ListRow<Row> {
  readonly #symbol = h('b');
  readonly #name = h('small');
  readonly #arrow = h('i', { 'aria-hidden': 'true' });
  readonly #price = h('span', { class: 'amount' });
  readonly #change = h('span', { class: 'change' });
  readonly #updates = h('span', { class: 'updates' });
  readonly element = h(
    'div',
    { class: 'row-grid instrument' },
    h('span', { class: 'symbol' }, this.#symbol, this.#name),
    h('span', { class: 'price' }, this.#arrow, this.#price),
    this.#change,
    this.#updates,
  );

  fill(row: Row): void {
    const now = Date.now();
    const moved = now - row.movedAt < MARKED_MILLIS ? row.move : 0;
    const set = now - row.publishedAt < SET_MILLIS;
    say(this.#symbol, row.symbol);
    say(this.#name, set ? 'set by somebody' : row.name);
    say(this.#price, money(row.price));
    say(this.#arrow, moved > 0 ? '▲' : moved < 0 ? '▼' : '');
    say(this.#change, percent(change(row)));
    say(this.#updates, row.updates.toLocaleString('en-US'));
    mark(this.element, 'move', moved > 0 ? 'up' : moved < 0 ? 'down' : 'none');
    mark(this.element, 'set', String(set));
    mark(this.element, 'symbol', row.symbol);
  }
}

function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function mark(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) {
    element.dataset[name] = value;
  }
}

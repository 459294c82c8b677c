// A long list of which only the rows in sight exist. Rows have one height.

import { h, onFrame } from './dom';

export interface Row<T> {
  readonly element: HTMLElement;
  fill(item: T): void;
}

const SPARE_ROWS = 6;
let lists = 0;

export class VirtualList<T> {
  readonly #space = h('div', { class: 'vlist-space' });
  readonly #rows: Row<T>[] = [];
  readonly #draw = onFrame(() => this.#fill());
  readonly #prefix = `vlist${++lists}-`;
  #items: readonly T[] = [];
  #selected: number | null = null;
  #follows: boolean;

  constructor(
    private readonly host: HTMLElement,
    private readonly rowHeight: number,
    private readonly key: (item: T) => number,
    private readonly make: () => Row<T>,
    private readonly selected: (item: T) => void,
    /** Whether it stays at the end when it was there, as a log does. */
    staysAtEnd = true,
  ) {
    this.#follows = staysAtEnd;
    host.classList.add('vlist');
    host.tabIndex = 0;
    host.setAttribute('role', 'listbox');
    host.append(this.#space);
    host.addEventListener('scroll', () => {
      this.#follows =
        staysAtEnd && host.scrollTop + host.clientHeight >= host.scrollHeight - rowHeight;
      this.#draw();
    });
    host.addEventListener('click', (event) => this.#click(event));
    host.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => {
      this.#toEnd();
      this.#draw();
    }).observe(host);
  }

  /** Shows these items; stays at the end if it was there. */
  show(items: readonly T[]): void {
    this.#items = items;
    this.#space.style.height = `${items.length * this.rowHeight}px`;
    this.#toEnd();
    this.#draw();
  }

  /** Draws again: items are what they were, and have changed. */
  refresh(): void {
    this.#draw();
  }

  /** Marks an item without telling anyone. */
  mark(key: number | null): void {
    this.#selected = key;
    this.#draw();
  }

  #toEnd(): void {
    if (this.#follows) {
      this.host.scrollTop = this.host.scrollHeight;
    }
  }

  #fill(): void {
    const first = Math.max(0, Math.floor(this.host.scrollTop / this.rowHeight) - SPARE_ROWS);
    const inSight = Math.ceil(this.host.clientHeight / this.rowHeight) + 2 * SPARE_ROWS;
    const shown = this.#items.slice(first, first + inSight);
    while (this.#rows.length < shown.length) {
      const row = this.make();
      row.element.classList.add('vlist-row');
      row.element.setAttribute('role', 'option');
      row.element.id = this.#prefix + this.#rows.length;
      this.#rows.push(row);
      this.#space.append(row.element);
    }
    let active = '';
    this.#rows.forEach((row, i) => {
      const item = shown[i];
      row.element.hidden = item === undefined;
      if (item !== undefined) {
        const marked = this.key(item) === this.#selected;
        row.fill(item);
        row.element.dataset.index = String(first + i);
        row.element.style.transform = `translateY(${(first + i) * this.rowHeight}px)`;
        row.element.setAttribute('aria-selected', String(marked));
        row.element.setAttribute('aria-posinset', String(first + i + 1));
        row.element.setAttribute('aria-setsize', String(this.#items.length));
        active = marked ? row.element.id : active;
      }
    });
    if (active === '') {
      this.host.removeAttribute('aria-activedescendant');
    } else {
      this.host.setAttribute('aria-activedescendant', active);
    }
  }

  #click(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('.vlist-row');
    if (row !== null) {
      this.#choose(Number(row.dataset.index));
    }
  }

  #key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.host.clientHeight / this.rowHeight) - 1);
    const step: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -this.#items.length,
      End: this.#items.length,
    };
    const by = step[event.key];
    if (by === undefined || this.#items.length === 0 || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const now = this.#items.findIndex((item) => this.key(item) === this.#selected);
    const from = now < 0 ? (by > 0 ? -1 : this.#items.length) : now;
    this.#choose(Math.min(this.#items.length - 1, Math.max(0, from + by)));
  }

  #choose(index: number): void {
    const item = this.#items[index];
    if (item === undefined) {
      return;
    }
    this.#selected = this.key(item);
    const top = index * this.rowHeight;
    if (top < this.host.scrollTop) {
      this.host.scrollTop = top;
    } else if (top + this.rowHeight > this.host.scrollTop + this.host.clientHeight) {
      this.host.scrollTop = top + this.rowHeight - this.host.clientHeight;
    }
    this.#draw();
    this.selected(item);
  }
}

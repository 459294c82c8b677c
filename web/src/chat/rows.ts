// Rows of a log, each of which stays the element that it was: what somebody reads does not move, and what a screen reader has told it does
// not tell again.

export interface RowView {
  readonly key: string;
  /** What it is: its element stays while that is the same. */
  readonly state: string;
  /** What becomes of it, and is changed in the element. */
  readonly detail: string;
  make(): HTMLElement;
  update(element: HTMLElement): void;
}

interface Shown {
  readonly element: HTMLElement;
  readonly state: string;
  readonly detail: string;
}

export class Rows {
  #shown = new Map<string, Shown>();

  constructor(private readonly place: HTMLElement) {}

  /** The elements in their order, by key. */
  *elements(): Iterable<readonly [string, HTMLElement]> {
    for (const [key, { element }] of this.#shown) {
      yield [key, element];
    }
  }

  element(key: string): HTMLElement | undefined {
    return this.#shown.get(key)?.element;
  }

  show(rows: readonly RowView[]): void {
    const shown = new Map(rows.map((row) => [row.key, this.#shownAs(row)]));
    const elements = new Set([...shown.values()].map(({ element }) => element));
    // First, so that none that stays has to be moved over one that goes: what is moved loses the focus, and counts as new.
    for (const element of [...this.place.children]) {
      if (!elements.has(element as HTMLElement)) {
        element.remove();
      }
    }
    let at = this.place.firstElementChild;
    for (const element of elements) {
      if (at === element) {
        at = at.nextElementSibling;
      } else {
        this.place.insertBefore(element, at);
      }
    }
    this.#shown = shown;
  }

  #shownAs({ key, state, detail, make, update }: RowView): Shown {
    const there = this.#shown.get(key);
    if (there?.state !== state) {
      return { element: make(), state, detail };
    }
    if (there.detail !== detail) {
      update(there.element);
    }
    return { element: there.element, state, detail };
  }
}

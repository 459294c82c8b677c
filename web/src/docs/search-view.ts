// The search field: `/` comes to it, what is typed is found at once, the arrows go through that.

import { byId, h, isComposing } from '../dom';
import type { Piece } from './marks';
import { type Result, Search } from './search';

const PARAMETER = 'q';

export class SearchView {
  readonly #form = byId('search', HTMLFormElement);
  readonly #field = byId('query', HTMLInputElement);
  readonly #found = byId('found', HTMLElement);
  readonly #count = byId('found-count', HTMLElement);
  readonly #list = byId('results', HTMLElement);
  #loading: Promise<Search> | null = null;

  constructor() {
    this.#field.addEventListener('focus', () => void this.#load().catch(() => undefined));
    this.#field.addEventListener('input', () => void this.#show());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#show().then(() => this.#links()[0]?.click());
    });
    this.#form.addEventListener('keydown', (event) => this.#key(event));
    this.#form.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.#form.contains(relatedTarget)) {
        this.#close();
      }
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (target instanceof Node && !this.#form.contains(target)) {
        this.#close();
      }
    });
    document.addEventListener('keydown', (event) => this.#come(event));
    // Another heading of this page: it is not loaded again.
    this.#list.addEventListener('click', () => this.#close());
    this.#asked();
  }

  /** The address may ask: /docs/?q=recovery. */
  #asked(): void {
    const query = new URLSearchParams(location.search).get(PARAMETER);
    if (query !== null) {
      this.#field.value = query.slice(0, this.#field.maxLength);
      this.#field.focus();
      void this.#show();
    }
  }

  #load(): Promise<Search> {
    this.#loading ??= fetch(this.#form.dataset.index ?? '')
      .then((answer) => {
        if (!answer.ok) {
          throw new Error(`The index was answered with ${answer.status}`);
        }
        return answer.text();
      })
      .then((json) => new Search(json))
      .catch((wrong: unknown) => {
        // The next letter tries again.
        this.#loading = null;
        throw wrong;
      });
    return this.#loading;
  }

  async #show(): Promise<void> {
    if (this.#field.value.trim() === '') {
      this.#close();
      return;
    }
    try {
      const search = await this.#load();
      const results = search.find(this.#field.value);
      this.#list.replaceChildren(...results.map(item));
      this.#count.textContent = counted(results.length);
    } catch {
      this.#list.replaceChildren();
      this.#count.textContent = 'The search cannot be loaded: is the server still there?';
    }
    this.#found.hidden = false;
  }

  #close(): void {
    this.#found.hidden = true;
  }

  #links(): HTMLAnchorElement[] {
    return [...this.#list.querySelectorAll('a')];
  }

  #key(event: KeyboardEvent): void {
    if (isComposing(event)) {
      return;
    }
    if (event.key === 'Escape') {
      this.#close();
      this.#field.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.#move(event.key === 'ArrowDown' ? 1 : -1);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Through the field and what is found, in a circle. */
  #move(by: number): void {
    if (this.#found.hidden) {
      void this.#show();
      return;
    }
    const places: (Element | null)[] = [this.#field, ...this.#links()];
    const at = places.indexOf(document.activeElement);
    const to = places[(at + by + places.length) % places.length];
    if (to instanceof HTMLElement) {
      to.focus();
    }
  }

  #come(event: KeyboardEvent): void {
    const { target } = event;
    const typing = target instanceof HTMLElement && target.matches('input, textarea, select');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.#field.focus();
      this.#field.select();
    }
  }
}

function counted(results: number): string {
  return results === 0 ? 'Nothing found' : results === 1 ? '1 place' : `${results} places`;
}

function item({ url, page, heading, excerpt }: Result): HTMLElement {
  const where = heading.length === 0 ? [] : [h('span', { class: 'in' }, ...shown(heading))];
  return h(
    'li',
    {},
    h(
      'a',
      { href: url },
      h('b', {}, ...shown(page)),
      ' ',
      ...where,
      h('span', { class: 'excerpt' }, ...shown(excerpt)),
    ),
  );
}

/** Always as text: of whatever was typed nothing becomes markup. */
function shown(pieces: readonly Piece[]): (Node | string)[] {
  return pieces.map(({ text, marked }) => (marked ? h('mark', {}, text) : text));
}

// Toasts as they are seen: in a region that screen readers tell of without interrupting.

import { byId, h } from '../dom';
import { type Toast, Toasts } from './toasts';

export class ToastsView {
  readonly #toasts = new Toasts();
  readonly #region = byId('toasts', HTMLElement);
  readonly #elements = new Map<string, { toast: Toast; element: HTMLElement }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param open called with the key of the one that somebody picked */
  constructor(private readonly open: (key: string) => void) {
    for (const event of ['pointerenter', 'pointerleave', 'focusin', 'focusout']) {
      // Behind the event: then the focus is where it goes to.
      this.#region.addEventListener(event, () => setTimeout(() => this.#show()));
    }
    this.#region.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        this.#toasts.keep(new Set());
        this.#show();
      }
    });
  }

  add(toast: Toast): void {
    this.#toasts.add(toast, Date.now());
    this.#show();
  }

  /** Lets those go that are about what is not unread any more. */
  keep(keys: ReadonlySet<string>): void {
    this.#toasts.keep(keys);
    this.#show();
  }

  #dismiss(key: string): void {
    this.#toasts.dismiss(key);
    this.#show();
  }

  #show(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    this.#isRead() ? this.#toasts.hold(now) : this.#toasts.release(now);
    const next = this.#toasts.expire(now);
    if (next !== null) {
      this.#timer = setTimeout(() => this.#show(), next);
    }
    const shown = new Set(this.#toasts.shown);
    for (const [key, { toast, element }] of this.#elements) {
      if (!shown.has(toast)) {
        element.remove();
        this.#elements.delete(key);
      }
    }
    for (const toast of shown) {
      if (!this.#elements.has(toast.key)) {
        const element = this.#element(toast);
        this.#elements.set(toast.key, { toast, element });
        this.#region.append(element);
      }
    }
  }

  /** Whether somebody points at them, or has the focus there. */
  #isRead(): boolean {
    return this.#region.matches(':hover') || this.#region.contains(document.activeElement);
  }

  #element({ key, title, text }: Toast): HTMLElement {
    const open = h(
      'button',
      { type: 'button', class: 'toast-open' },
      h('bdi', { class: 'toast-title' }, title),
      text === '' ? null : h('bdi', { class: 'toast-text' }, text),
    );
    const close = h(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': 'Dismiss' },
      h('span', { 'aria-hidden': 'true' }, '✕'),
    );
    open.addEventListener('click', () => {
      this.#dismiss(key);
      this.open(key);
    });
    close.addEventListener('click', () => this.#dismiss(key));
    return h('div', { class: 'toast' }, open, close);
  }
}

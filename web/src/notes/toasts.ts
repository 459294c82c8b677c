// What is announced: a few at a time, each for a while. The page's clock is given, and nothing is drawn here.

/** The most that are seen at a time; the oldest goes when there is one more. */
export const MAX_TOASTS = 3;
/** How long one is seen, in milliseconds. */
export const TOAST_MILLIS = 8000;

export interface Toast {
  /** Of what it is about: a later one about the same takes its place. */
  readonly key: string;
  readonly title: string;
  readonly text: string;
}

export class Toasts {
  #toasts: { readonly toast: Toast; until: number }[] = [];
  /** Since when none goes, because somebody reads them; null while they go. */
  #heldSince: number | null = null;

  get shown(): readonly Toast[] {
    return this.#toasts.map(({ toast }) => toast);
  }

  add(toast: Toast, now: number): void {
    this.dismiss(toast.key);
    this.#toasts.push({ toast, until: now + TOAST_MILLIS });
    this.#toasts.splice(0, this.#toasts.length - MAX_TOASTS);
  }

  dismiss(key: string): void {
    this.#toasts = this.#toasts.filter(({ toast }) => toast.key !== key);
  }

  /** Keeps only those with these keys. */
  keep(keys: ReadonlySet<string>): void {
    this.#toasts = this.#toasts.filter(({ toast }) => keys.has(toast.key));
  }

  /** Somebody looks at them, or has the focus there: none goes meanwhile. */
  hold(now: number): void {
    this.#heldSince ??= now;
  }

  /** They go on to go: each is seen for as long as was left of its time. */
  release(now: number): void {
    const held = now - (this.#heldSince ?? now);
    for (const it of this.#toasts) {
      it.until += held;
    }
    this.#heldSince = null;
  }

  /** Lets those go whose time is over. Returns when the next one goes, in milliseconds from now; null if none does. */
  expire(now: number): number | null {
    if (this.#heldSince !== null) {
      return null;
    }
    this.#toasts = this.#toasts.filter(({ until }) => until > now);
    const next = Math.min(...this.#toasts.map(({ until }) => until));
    return this.#toasts.length === 0 ? null : next - now;
  }
}

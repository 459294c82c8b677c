// What runs only while it is seen: the page is looked at, and the place is in sight. Knows no DOM.

export class Sight<T> {
  #pageIsSeen = false;
  readonly #inSight = new Set<T>();
  readonly #running = new Map<T, AbortController>();

  /** @param begin starts what runs at a place, until the signal ends it */
  constructor(private readonly begin: (place: T, signal: AbortSignal) => void) {}

  /** The page is looked at from now on, or is not. */
  page(isSeen: boolean): void {
    this.#pageIsSeen = isSeen;
    this.#settle();
  }

  /** A place is in sight from now on, or is not. */
  place(place: T, isInSight: boolean): void {
    if (isInSight) {
      this.#inSight.add(place);
    } else {
      this.#inSight.delete(place);
    }
    this.#settle();
  }

  #settle(): void {
    for (const [place, run] of this.#running) {
      if (!this.#isSeen(place)) {
        this.#running.delete(place);
        run.abort();
      }
    }
    for (const place of this.#inSight) {
      if (this.#isSeen(place) && !this.#running.has(place)) {
        const run = new AbortController();
        this.#running.set(place, run);
        this.begin(place, run.signal);
      }
    }
  }

  #isSeen(place: T): boolean {
    return this.#pageIsSeen && this.#inSight.has(place);
  }
}

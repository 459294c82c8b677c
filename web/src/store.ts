// What a page keeps in the browser. A browser may refuse to keep anything, or have no room left: then it is kept as long as the page
// is there, and nothing that a page does fails because of that.

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A store that never throws. */
export class SafeStore implements Store {
  /** What the browser did not take; null: it did not let go of it. */
  readonly #here = new Map<string, string | null>();

  /** @param open the browser's store; even to look at that may be refused */
  constructor(private readonly open: () => Store) {}

  getItem(key: string): string | null {
    const here = this.#here.get(key);
    return here === undefined ? (this.#tried((store) => store.getItem(key)) ?? null) : here;
  }

  setItem(key: string, value: string): void {
    // What is there and out of date is worse than nothing; without it there may be room.
    if (!this.#set(key, value) && !(this.#remove(key) && this.#set(key, value))) {
      this.#here.set(key, value);
    }
  }

  removeItem(key: string): void {
    if (!this.#remove(key)) {
      this.#here.set(key, null);
    }
  }

  #set(key: string, value: string): boolean {
    return this.#done(key, (store) => store.setItem(key, value));
  }

  #remove(key: string): boolean {
    return this.#done(key, (store) => store.removeItem(key));
  }

  #done(key: string, change: (store: Store) => void): boolean {
    const done = this.#tried((store) => {
      change(store);
      return true;
    });
    if (done) {
      this.#here.delete(key);
    }
    return done ?? false;
  }

  #tried<T>(use: (store: Store) => T): T | undefined {
    try {
      return use(this.open());
    } catch {
      return undefined;
    }
  }
}

/** What is kept for this browser. */
export const browser: Store = new SafeStore(() => localStorage);
/** What is kept for this tab. */
export const tab: Store = new SafeStore(() => sessionStorage);

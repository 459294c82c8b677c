// The form where somebody's name stands, and can be changed.

import { byId } from '../dom';

export interface Named {
  /** As others see it. */
  readonly name: string;
  rename(name: string): void;
  /** Returns whether another tab has changed the name, if that is what it kept at a key of the browser's store. */
  renamedElsewhere(key: string | null): boolean;
}

export class NameForm {
  readonly #name = byId('name', HTMLInputElement);

  /** @param whose who is called so */
  constructor(private readonly whose: Named) {
    this.#name.value = whose.name;
    byId('me', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#name.value.trim() !== '' && this.#name.value !== whose.name) {
        whose.rename(this.#name.value);
      }
      this.#name.value = whose.name;
      this.#show();
    });
    this.#name.addEventListener('input', () => this.#show());
    window.addEventListener('storage', ({ key }) => {
      const before = whose.name;
      if (whose.renamedElsewhere(key)) {
        // A name that is being written here stays.
        if (this.#name.value === before) {
          this.#name.value = whose.name;
        }
        this.#show();
      }
    });
  }

  /** The field is the name; only a changed one is to be confirmed. */
  #show(): void {
    byId('rename', HTMLButtonElement).hidden = this.#name.value.trim() === this.whose.name;
  }
}

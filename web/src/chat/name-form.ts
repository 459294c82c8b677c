// The form where somebody's name stands, and can be changed.

import { byId } from '../dom';

export interface Named {
  readonly name: string;
  rename(name: string): void;
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
  }

  /** The field is the name; only a changed one is to be confirmed. */
  #show(): void {
    byId('rename', HTMLButtonElement).hidden = this.#name.value.trim() === this.whose.name;
  }
}

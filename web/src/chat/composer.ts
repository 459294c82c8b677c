// Where a message is written.

import { byId, isComposing } from '../dom';
import { length, MAX_TEXT } from './words';

/** How near to the limit it is said how near, in characters. */
const NEAR = 200;

export interface ComposerActions {
  /** Returns false if it is not taken now. */
  send(text: string): boolean;
  typing(): void;
  changed(text: string): void;
}

export class Composer {
  readonly #text = byId('text', HTMLTextAreaElement);
  readonly #hint = byId('text-hint', HTMLElement);
  readonly #button: HTMLButtonElement;

  constructor(private readonly actions: ComposerActions) {
    const form = byId('composer', HTMLFormElement);
    this.#button = form.querySelector('button') as HTMLButtonElement;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !isComposing(event)) {
        event.preventDefault();
        this.#send();
      }
    });
    this.#text.addEventListener('input', () => {
      actions.changed(this.#text.value);
      if (this.#text.value.trim() !== '') {
        actions.typing();
      }
      this.#show();
    });
    this.#show();
  }

  /** Shows what was written before. */
  draft(text: string, place: string): void {
    this.#text.value = text;
    this.#text.placeholder = place;
    this.#show();
  }

  focus(): void {
    this.#text.focus();
  }

  #send(): void {
    const text = this.#text.value.trim();
    if (text === '' || length(text) > MAX_TEXT) {
      return;
    }
    if (this.actions.send(text)) {
      this.#text.value = '';
      this.actions.changed('');
      this.#show();
    } else {
      this.#say('Too many messages wait to be sent. This one stays here until some are.', true);
    }
  }

  #show(): void {
    const left = MAX_TEXT - length(this.#text.value.trim());
    this.#button.disabled = left < 0;
    if (left < 0) {
      this.#say(`${-left} characters too long: ${MAX_TEXT} at most.`, true);
    } else {
      this.#say(left <= NEAR ? `${left} characters left` : '', false);
    }
  }

  #say(text: string, isProblem: boolean): void {
    this.#hint.textContent = text;
    this.#hint.classList.toggle('problem', isProblem);
  }
}

// The banner under the bar: what becomes of the connection, and what can be done about it.

import { byId, h } from '../dom';
import type { Telling } from './story';

const LABELS: Readonly<Record<Exclude<Telling['action'], 'none'>, string>> = {
  'try now': 'Try now',
  connect: 'Connect again',
  dismiss: 'Dismiss',
};
/** Good news goes by itself. */
const GOOD_MILLIS = 8000;

export class Banner {
  readonly #place = byId('link', HTMLElement);
  readonly #title = h('strong');
  readonly #text = h('span');
  readonly #button = h('button', { type: 'button' });
  #telling: Telling | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(act: (action: Telling['action']) => void) {
    this.#place.replaceChildren(h('p', {}, this.#title, ' ', this.#text), this.#button);
    this.#button.addEventListener('click', () => act(this.#telling?.action ?? 'none'));
    this.#dismiss = () => act('dismiss');
  }

  readonly #dismiss: () => void;

  show(telling: Telling): void {
    if (telling === this.#telling) {
      return;
    }
    this.#telling = telling;
    clearTimeout(this.#timer);
    this.#title.textContent = telling.title;
    this.#text.textContent = telling.text;
    this.#button.hidden = telling.action === 'none';
    this.#button.textContent = telling.action === 'none' ? '' : LABELS[telling.action];
    this.#place.dataset.tone = telling.tone;
    this.#place.hidden = telling.tone === 'none';
    if (telling.tone === 'good') {
      this.#timer = setTimeout(this.#dismiss, GOOD_MILLIS);
    }
  }
}

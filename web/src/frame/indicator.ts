// The indicator in the bar: what carries the connection now, and how long a message takes there and back; inside it the picker that
// forces another transport.

import { duration } from '../bytes';
import { byId, h } from '../dom';
import { tab } from '../store';
import type { RoundTrips } from './round-trip';
import { CHOICES, choose, nameOf } from './transport';

export class Indicator {
  readonly #details = byId('transport', HTMLDetailsElement);
  readonly #name = h('span', { class: 'transport-name' }, 'Connecting…');
  readonly #time = h('span', { class: 'transport-time' });
  readonly #figures = h('p', { class: 'hint' }, 'Not measured yet.');

  constructor(choice: string) {
    const select = h('select', { id: 'transport-choice' });
    for (const [value, label] of Object.entries(CHOICES)) {
      select.add(new Option(label, value, false, value === choice));
    }
    select.addEventListener('change', () => {
      history.replaceState(null, '', choose(select.value, location.href, tab));
      location.reload();
    });
    this.#details.append(
      h('summary', {}, h('i', { 'aria-hidden': 'true' }), this.#name, this.#time),
      h(
        'div',
        { class: 'transport-panel' },
        h('label', { for: 'transport-choice' }, 'Carried by'),
        select,
        this.#figures,
        h('p', { class: 'hint' }, 'Another choice loads the page again. It holds for this tab.'),
      ),
    );
    this.#closeByItself();
    this.#become('connecting');
  }

  connecting(): void {
    this.#become('connecting');
    this.#name.textContent = 'Connecting…';
    this.#time.textContent = '';
  }

  connected(transport: string): void {
    this.#become('open');
    this.#name.textContent = nameOf(transport);
    this.#details.dataset.transport = transport;
  }

  ended(): void {
    this.#become('closed');
    this.#name.textContent = 'Ended';
    this.#time.textContent = '';
  }

  measured(times: RoundTrips): void {
    const text = (millis: number | null): string =>
      millis === null ? '–' : duration(Math.round(millis * 1000));
    this.#time.textContent = text(times.latest);
    this.#figures.textContent = `There and back: ${text(times.median)} in the middle, ${text(times.least)} at best.`;
  }

  #become(state: 'connecting' | 'open' | 'closed'): void {
    this.#details.dataset.state = state;
  }

  /** As a menu does: when something else is meant, or by Escape. */
  #closeByItself(): void {
    document.addEventListener('pointerdown', (event) => {
      if (!this.#details.contains(event.target as Node)) {
        this.#details.open = false;
      }
    });
    this.#details.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#details.open) {
        this.#details.open = false;
        this.#details.querySelector('summary')?.focus();
      }
    });
  }
}

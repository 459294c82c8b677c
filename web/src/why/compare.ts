// The four ways side by side: a bar for each, of one length scale a figure.

import { size } from '../bytes';
import { h } from '../dom';
import { NAMES } from './card';
import { late, type Tally, WAYS, type WayName } from './feed';

interface Measure {
  readonly title: string;
  of(tally: Tally): number | null;
  say(value: number | null): string;
}

const MEASURES: readonly Measure[] = [
  {
    title: 'Late by, median',
    of: (tally) => tally.median,
    say: late,
  },
  {
    title: 'Bytes for each message',
    of: (tally) => tally.bytesEach,
    say: (value) => (value === null ? '–' : size(Math.round(value))),
  },
  {
    title: 'Requests for each message',
    of: (tally) => tally.requestsEach,
    say: (value) => (value === null ? '–' : value < 0.005 ? '< 0.01' : value.toFixed(2)),
  },
];

export class Compare {
  readonly #rows: { measure: Measure; way: WayName; bar: HTMLElement; value: HTMLElement }[] = [];

  constructor(host: HTMLElement) {
    for (const measure of MEASURES) {
      const list = h('dl', {});
      for (const way of WAYS) {
        const bar = h('i', { 'aria-hidden': 'true' });
        const value = h('span', {});
        list.append(
          h('div', { 'data-way': way }, h('dt', {}, NAMES[way]), h('dd', {}, bar, value)),
        );
        this.#rows.push({ measure, way, bar, value });
      }
      host.append(h('div', {}, h('h3', {}, measure.title), list));
    }
  }

  show(tallies: Readonly<Record<WayName, Tally>>): void {
    for (const { measure, way, bar, value } of this.#rows) {
      const most = Math.max(...WAYS.map((other) => measure.of(tallies[other]) ?? 0));
      const own = measure.of(tallies[way]);
      bar.style.setProperty('--share', String(most === 0 || own === null ? 0 : own / most));
      value.textContent = measure.say(own);
    }
  }
}

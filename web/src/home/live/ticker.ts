// What the busiest instruments of the ticker cost now. Who looks does not wake the market: it stands still until somebody opens its page.

import { grouped } from '../../bytes';
import { h } from '../../dom';
import { change, money, percent } from '../../ticker/board';
import type { Instrument } from '../../ticker/tick';
import { door } from './door';
import { type MarketGlance, marketOf } from './glance';

const ARROWS = { up: '▲', down: '▼', none: '' } as const;

export const ticker = door('ticker', marketOf, () => {
  const list = h('ul', { class: 'prices' });
  let before = new Map<string, number>();
  return {
    element: list,
    show(glance) {
      list.replaceChildren(...glance.instruments.map((it) => row(it, before.get(it.symbol))));
      before = new Map(glance.instruments.map(({ symbol, price }) => [symbol, price]));
      return told(glance);
    },
  };
});

function row(it: Instrument, before = it.price): HTMLElement {
  const move = it.price > before ? 'up' : it.price < before ? 'down' : 'none';
  return h(
    'li',
    { 'data-move': move, title: it.name },
    h('b', {}, it.symbol),
    h('span', {}, h('i', { 'aria-hidden': 'true' }, ARROWS[move]), ` ${money(it.price)}`),
    h('span', {}, percent(change(it))),
  );
}

/** In a line. */
export function told({ rate, watching }: MarketGlance): string {
  return watching === 0
    ? 'At rest: nobody has its page open'
    : `${grouped(rate)} prices a second, for ${watching} who ${watching === 1 ? 'looks' : 'look'}`;
}

// The feed by WebSocket, as the page about it has it by four ways: the latest reading, and how late the last ones were.

import { bars } from '../../chart';
import { h, onFrame } from '../../dom';
import { randomId } from '../../random';
import { height, late, Tally } from '../../why/feed';
import { WAY } from '../../why/ways';
import type { Live } from './live';

const SHOWN = 40;

export const why: Live = (place, signal) => {
  const tally = new Tally();
  const chart = h('div', { class: 'chart-box' });
  const words = h('small', {}, 'Connecting…');
  place.replaceChildren(chart, words);
  const draw = onFrame(() => {
    const latest = tally.latencies.slice(-SHOWN);
    chart.replaceChildren(bars(latest.map(height), SHOWN, 'How late the last readings came'));
    words.textContent = `${tally.last?.text ?? ''}, late by ${late(latest.at(-1) ?? null)}`;
  });
  WAY.webSocket(
    new URL(`/_dev/feed/${randomId()}`, location.href).href,
    {
      message(message) {
        tally.take(message, Date.now());
        draw();
      },
      state(state) {
        if (state === 'lost') {
          words.textContent = 'Offline';
        }
      },
    },
    signal,
  );
};

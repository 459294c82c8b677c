// The last frames on the wire of this browser's connections: the previews beside it make some.

import { parseHex, size } from '../../bytes';
import { h, onFrame } from '../../dom';
import { opcodeName, parseHeader } from '../../frame';
import { WireStream } from '../../wire-stream';
import type { Live } from './live';

const SHOWN = 3;
const ARROWS = { client: '→', server: '←' } as const;
const STATES = {
  starting: 'Connecting…',
  live: 'This browser’s wire',
  gone: 'Offline',
  none: 'There is no trace here',
  busy: 'Too many pages look at it',
} as const;

export const bench: Live = (place, signal) => {
  const list = h('ol', { class: 'mono' });
  const words = h('small', {}, STATES.starting);
  place.replaceChildren(list, words);
  let rows: HTMLElement[] = [];
  const draw = onFrame(() => list.replaceChildren(...rows));
  const stream = new WireStream(
    new URL('/_dev/wire', location.href).href,
    (event) => {
      if (event.type === 'frame') {
        const { opcode, length } = parseHeader(parseHex(event.header));
        const row = h('li', {}, `${ARROWS[event.from]} ${opcodeName(opcode)} ${size(length)}`);
        rows = [...rows, row].slice(-SHOWN);
        draw();
      }
    },
    (state) => {
      words.textContent = STATES[state];
    },
  );
  signal.addEventListener('abort', () => stream.stop());
  void stream.start();
};

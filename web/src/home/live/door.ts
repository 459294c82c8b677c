// A door that shows what the server tells of what is behind it, in a channel of its own: so who looks is nowhere else.

import { comesBack } from '../../chat-sockjs/lobby';
import { h } from '../../dom';
import { keepOpen } from '../../reopening';
import { openSockJs } from '../../sockjs';
import type { Live } from './live';

/** Shows a glance. Returns what is said of it in a line. */
export type Show<G> = (glance: G) => string;

/**
 * @param name of the door, in the channel's name
 * @param read makes a glance of what came; null if it is none
 * @param make makes what shows glances at a place
 */
export function door<G>(
  name: string,
  read: (data: unknown) => G | null,
  make: () => { readonly element: Element; readonly show: Show<G> },
): Live {
  return (place, signal) => {
    const { element, show } = make();
    const words = h('small', {}, 'Connecting…');
    place.replaceChildren(element, words);
    keepOpen(
      () => openSockJs(new URL(`/channel/door:${name}`, location.href).href, 'auto'),
      {
        open() {},
        message(data) {
          const glance = read(data);
          if (glance !== null) {
            words.textContent = show(glance);
          }
        },
        lost(code) {
          const again = code === null || comesBack(code);
          words.textContent = again ? 'Offline' : 'The server lets nobody look in here';
          return again;
        },
      },
      signal,
    );
  };
}

// The last messages of the chat's lobby, by SockJS and whatever carries it.

import { oneLine } from '../../bytes';
import { comesBack, Lobby } from '../../chat-sockjs/lobby';
import { h } from '../../dom';
import { keepOpen } from '../../reopening';
import { type Carrier, openSockJs } from '../../sockjs';
import type { Live } from './live';

const SHOWN = 2;
const LONGEST = 120;
const ROOM = `/channel/chat:lobby?history=${SHOWN}`;

/** @param carrier what carries it, which is told beside the messages */
export function room(carrier: Carrier): Live {
  return (place, signal) => {
    const lobby = new Lobby();
    const list = h('ul', {});
    const by = h('small', {}, 'Connecting…');
    place.replaceChildren(list, by);
    keepOpen(
      () => openSockJs(new URL(ROOM, location.href).href, carrier),
      {
        open({ transport }) {
          lobby.begin();
          list.replaceChildren(h('li', { class: 'hint' }, 'Nobody has said anything yet.'));
          by.textContent = `The lobby, by ${transport ?? 'SockJS'}`;
        },
        message(data) {
          lobby.take(data, Date.now());
          list.replaceChildren(
            ...lobby.messages
              .slice(-SHOWN)
              .map(({ name, text }) => h('li', {}, h('b', {}, name), ' ', oneLine(text, LONGEST))),
          );
        },
        lost(code) {
          const again = code === null || comesBack(code);
          by.textContent = again ? 'Offline' : 'The server lets nobody in here';
          return again;
        },
      },
      signal,
    );
  };
}

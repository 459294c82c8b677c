// The page of the lobby by SockJS alone. `SockJS` is what the script tag has loaded.

import { Identities } from '../chat/identity';
import { messageRow } from '../chat/message-view';
import { Rows } from '../chat/rows';
import { cut, MAX_NAME, MAX_TEXT } from '../chat/words';
import { onNewDay, today } from '../day';
import { byId, isComposing, onFrame } from '../dom';
import { storeFor } from '../frame/as';
import { randomId } from '../random';
import { CARRIERS, carrierOf, openSockJs } from '../sockjs';
import { browser, tab } from '../store';
import { comesBack, Lobby, ME } from './lobby';

const ROOM = '/channel/chat:lobby?history=50';
/** Between two attempts to connect, in milliseconds: doubled until a message comes. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 8000;
/** After so long without hearing a message of its own, the page sends it again. */
const AGAIN = 5000;
const NEAR = 60;

type Room = Awaited<ReturnType<typeof openSockJs>>;

const lobby = new Lobby();
const carrier = carrierOf(new URLSearchParams(location.search).get('transport'), 'auto');
const scroll = byId('timeline', HTMLElement);
const rows = new Rows(byId('rows', HTMLElement));
/** The history comes message by message. */
const draw = onFrame(show);
let room: Room | null = null;
let pause = FIRST_PAUSE;

async function connect(): Promise<void> {
  state('connecting', 'Connecting…');
  let socket: Room;
  try {
    socket = await openSockJs(new URL(ROOM, location.href).href, carrier);
  } catch {
    // Its client has not come.
    state('closed', 'Offline');
    later();
    return;
  }
  socket.onopen = () => {
    room = socket;
    lobby.begin();
    state('open', socket.transport ?? '');
    sendWaiting();
  };
  socket.onmessage = ({ data }) => {
    pause = FIRST_PAUSE;
    lobby.take(String(data), Date.now());
    draw();
  };
  socket.onclose = ({ code, reason }) => {
    room = null;
    const again = comesBack(code);
    const what = again ? 'Offline' : 'The server lets nobody in here';
    state('closed', reason === '' ? what : `${what}: ${reason}`);
    if (again) {
      later();
    }
  };
}

function later(): void {
  setTimeout(() => void connect(), pause);
  pause = Math.min(2 * pause, LONGEST_PAUSE);
}

function state(name: string, text: string): void {
  const output = byId('state', HTMLOutputElement);
  output.dataset.state = name;
  (output.lastElementChild as HTMLElement).textContent = text;
}

/** What has not come back is sent again: with its key, by which it is shown once. */
function sendWaiting(): void {
  if (room !== null) {
    for (const letter of lobby.due(Date.now(), AGAIN)) {
      room.send(JSON.stringify(letter));
    }
  }
}

function show(): void {
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  const look = { me: ME, day: today() };
  rows.show(lobby.messages.map((message, i, all) => messageRow(message, all[i - 1] ?? null, look)));
  if (atEnd) {
    scroll.scrollTop = scroll.scrollHeight;
  }
}

function send(): void {
  const text = byId('text', HTMLTextAreaElement);
  const name = byId('name', HTMLInputElement);
  if (text.value.trim() !== '') {
    const letter = {
      text: cut(text.value.trim(), MAX_TEXT),
      name: cut(name.value.trim(), MAX_NAME),
      key: randomId(),
      at: Date.now(),
    };
    if (!lobby.write(letter)) {
      state('full', 'Too many messages wait to be sent');
      return;
    }
    sendWaiting();
    text.value = '';
    show();
    scroll.scrollTop = scroll.scrollHeight;
  }
}

byId('name', HTMLInputElement).value = new Identities(
  storeFor(location.search, browser, tab),
).current().name;
byId('composer', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});
byId('text', HTMLTextAreaElement).addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !isComposing(event)) {
    event.preventDefault();
    send();
  }
});
const choice = byId('carrier', HTMLSelectElement);
for (const [value, label] of Object.entries(CARRIERS)) {
  if (value !== 'native') {
    choice.add(new Option(label, value, false, value === carrier));
  }
}
choice.addEventListener('change', () => {
  const url = new URL(location.href);
  url.searchParams.set('transport', choice.value);
  location.href = url.href;
});
setInterval(sendWaiting, AGAIN / 5);
onNewDay(draw);
void connect();

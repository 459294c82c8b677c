// The page of the arena.

import { Identities } from '../chat/identity';
import { byId } from '../dom';
import { storeFor } from '../frame/as';
import { RoundTrips } from '../frame/round-trip';
import { browser, tab } from '../store';
import { CLEAR, ROUGH } from './bad-network';
import { Controls } from './controls';
import { bots, hello, ping, read, steering, VERSION } from './frames';
import { Game } from './game';
import { Line } from './line';
import { Pads } from './pads';
import { Panel, shortly } from './panel';
import { View } from './view';

const BOTS = 100;
const PING_MILLIS = 1000;
/** Pings that may be unanswered. */
const MAX_ASKED = 10;
const BOARD_MILLIS = 500;

const search = new URLSearchParams(location.search);
const rough = search.get('network') === 'rough';
const identities = new Identities(storeFor(location.search, browser, tab));
const canvas = byId('canvas', HTMLCanvasElement);
const name = byId('name', HTMLInputElement);
const bot = byId('bots', HTMLInputElement);
const controls = new Controls();
const pads = new Pads(canvas, controls);
const view = new View(canvas, matchMedia('(prefers-reduced-motion: reduce)').matches);
const panel = new Panel();
const times = new RoundTrips();
const asked = new Map<number, number>();
let game: Game | null = null;
let token = 0;
/** How many bots are wanted, as far as this page has been told. */
let wanted = -1;

const line = new Line(rough ? ROUGH : CLEAR, {
  open() {
    times.clear();
    asked.clear();
    line.send(hello(identities.current().name));
    measure();
  },
  message(message) {
    try {
      take(message);
    } catch (error) {
      state('closed', 'What came makes no sense: reload the page');
      console.warn(error);
      game = null;
      line.stop();
    }
  },
  closed(reason, again) {
    game = null;
    wanted = -1;
    panel.forget();
    bot.disabled = true;
    state(
      'closed',
      reason === '' ? 'Offline, trying again' : reason + (again ? ', trying again' : ''),
    );
  },
});

function take(message: DataView): void {
  const now = performance.now();
  const it = read(message);
  switch (it.kind) {
    case 'pong': {
      const begun = asked.get(it.token);
      asked.delete(it.token);
      if (begun !== undefined) {
        times.add(now - begun);
        state('open', `WebSocket, binary · ${shortly(times.latest ?? 0)} ms`);
      }
      break;
    }
    case 'welcome':
      if (it.version !== VERSION) {
        throw new RangeError(`the server speaks version ${it.version}`);
      }
      // A second one: only the name was changed.
      game ??= new Game(it);
      bot.disabled = false;
      break;
    default:
      panel.count(message.byteLength);
      if (game === null || !game.take(it, now)) {
        throw new RangeError(`tick ${it.tick} does not follow what is known`);
      }
      if (it.bots !== wanted) {
        wanted = it.bots;
        bot.checked = wanted > 0;
      }
      panel.own(game);
  }
}

function measure(): void {
  token = (token + 1) % 2 ** 32;
  // What was not answered in so many seconds is not waited for.
  asked.delete(token - MAX_ASKED);
  asked.set(token, performance.now());
  line.send(ping(token));
}

function state(to: string, words: string): void {
  const output = byId('state', HTMLOutputElement);
  output.dataset.state = to;
  (output.lastElementChild as HTMLElement).textContent = words;
}

/** Once for each picture on the screen. */
function picture(now: number): void {
  requestAnimationFrame(picture);
  if (game === null) {
    return;
  }
  for (const step of game.steps(now, () => controls.intent())) {
    line.send(steering(step, game.field.tick));
  }
  const tick = game.tick(now);
  if (tick !== null) {
    const own = game.own(now);
    view.draw(game, own, tick, now);
    if (own !== null) {
      pads.point(view.canvasAt(own.x, own.y));
    }
  }
}

function showFocus(): void {
  byId('focus-hint', HTMLElement).hidden = document.activeElement === canvas;
}

/** The field is the name; only a changed one is to be confirmed. */
function showRename(): void {
  byId('rename', HTMLButtonElement).hidden = name.value.trim() === identities.current().name;
}

name.value = identities.current().name;
name.addEventListener('input', showRename);
byId('me', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  if (name.value.trim() !== '') {
    line.send(hello(identities.rename(name.value).name));
  }
  name.value = identities.current().name;
  showRename();
});
bot.addEventListener('change', () => line.send(bots(bot.checked ? BOTS : 0)));
const weather = byId('weather', HTMLSelectElement);
weather.value = rough ? 'rough' : 'clear';
weather.addEventListener('change', () => {
  const url = new URL(location.href);
  if (weather.value === 'rough') {
    url.searchParams.set('network', 'rough');
  } else {
    url.searchParams.delete('network');
  }
  location.href = url.href;
});
canvas.addEventListener('focus', showFocus);
canvas.addEventListener('blur', showFocus);
document.addEventListener('visibilitychange', () => pads.release());
setInterval(measure, PING_MILLIS);
setInterval(() => panel.figures(game, times), 1000);
setInterval(() => game !== null && panel.board(game), BOARD_MILLIS);
showFocus();
line.connect();
requestAnimationFrame(picture);

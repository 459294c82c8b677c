// Why WebSocket: runs the feed by all ways at once, and shows what each costs.

import { byId } from '../dom';
import { randomId } from '../random';
import { Card } from './card';
import { Compare } from './compare';
import { Tally, type Usages, verdict, WAYS, type WayName } from './feed';
import { WAY } from './ways';

const DRAW_MILLIS = 120;

const each = <T>(make: (way: WayName) => T): Record<WayName, T> =>
  Object.fromEntries(WAYS.map((way) => [way, make(way)])) as Record<WayName, T>;

const cards = each((way) => new Card(way));
const compare = new Compare(byId('compare', HTMLElement));
const button = byId('run', HTMLButtonElement);
const problem = byId('problem', HTMLElement);
let tallies = each(() => new Tally());
let run: AbortController | null = null;
const stale = new Set<WayName>();
let drawing = false;

/**
 * Draws in a while. The four tell a reading almost at once: who draws at the first would delay the
 * others, and the figures would be of the drawing.
 */
function draw(): void {
  if (drawing) {
    return;
  }
  drawing = true;
  setTimeout(() => {
    drawing = false;
    for (const way of stale) {
      cards[way].show(tallies[way]);
    }
    stale.clear();
    compare.show(tallies);
    byId('verdict', HTMLElement).textContent = verdict(tallies);
  }, DRAW_MILLIS);
}

/** From zero, under a new name: so that the server's count is of this run only. */
function start(): void {
  const controller = new AbortController();
  const { signal } = controller;
  const url = new URL(`/_dev/feed/${randomId()}`, location.href).href;
  run = controller;
  tallies = each(() => new Tally());
  for (const way of WAYS) {
    stale.add(way);
    const tally = tallies[way];
    cards[way].state('connecting');
    WAY[way](
      url,
      {
        message(message) {
          if (!signal.aborted) {
            tally.take(message, Date.now());
            stale.add(way);
            draw();
          }
        },
        state(state) {
          if (!signal.aborted) {
            cards[way].state(state);
          }
        },
      },
      signal,
    );
  }
  count(`${url}/usage`, signal);
  show();
}

/** Takes what the server has counted, each second. */
function count(url: string, signal: AbortSignal): void {
  const source = new EventSource(url);
  source.onmessage = (event: MessageEvent<string>) => {
    const usages = JSON.parse(event.data) as Usages;
    for (const way of WAYS) {
      tallies[way].count(usages[way]);
      stale.add(way);
    }
    problem.hidden = true;
    draw();
  };
  source.onerror = () => {
    problem.textContent =
      source.readyState === EventSource.CLOSED
        ? 'The server does not say what it counts: too many pages ask, or it is not in development mode. Stop and start to ask again.'
        : 'The server does not answer. This page goes on asking.';
    problem.hidden = false;
  };
  signal.addEventListener('abort', () => {
    source.close();
    problem.hidden = true;
  });
}

function stop(): void {
  run?.abort();
  run = null;
  for (const way of WAYS) {
    cards[way].state('stopped');
  }
  show();
}

function show(): void {
  const running = run !== null;
  const state = byId('state', HTMLOutputElement);
  state.dataset.state = running ? 'open' : 'idle';
  (state.lastElementChild as HTMLElement).textContent = running ? 'Running' : 'Stopped';
  button.textContent = running ? 'Stop' : 'Start';
  button.classList.toggle('primary', !running);
  draw();
}

button.addEventListener('click', () => (run === null ? start() : stop()));
byId('ways', HTMLElement).append(...WAYS.map((way) => cards[way].element));
start();

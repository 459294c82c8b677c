// What a door shows of what is behind it, as it happens. A door asks for it by name: <div class="live" data-live="chat"></div>.

import { bench } from './bench';
import { room } from './room';
import { why } from './why';

/** Shows something in this place until the signal ends it. */
export type Live = (place: HTMLElement, signal: AbortSignal) => void;

const LIVES: Readonly<Record<string, Live>> = {
  chat: room('auto'),
  lobby: room('xhr-streaming'),
  bench,
  why,
};

/** Runs all that doors ask for, while the page is seen: a tab in the background holds no connection for it. */
export function runLives(): void {
  const places = [...document.querySelectorAll<HTMLElement>('[data-live]')];
  let running: AbortController | null = null;
  const look = (): void => {
    if (document.hidden) {
      running?.abort();
      running = null;
    } else if (running === null) {
      running = new AbortController();
      for (const place of places) {
        LIVES[place.dataset.live ?? '']?.(place, running.signal);
      }
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
}

// What a door shows of what is behind it, as it happens. A door asks for it by name: <div class="live" data-live="chat"></div>.

import { arena } from './arena';
import { bench } from './bench';
import { room } from './room';
import { Sight } from './sight';
import { ticker } from './ticker';
import { wall } from './wall';
import { why } from './why';

/** Shows something in this place until the signal ends it. */
export type Live = (place: HTMLElement, signal: AbortSignal) => void;

const LIVES: Readonly<Record<string, Live>> = {
  chat: room('auto'),
  notifications: wall,
  ticker,
  arena,
  lobby: room('xhr-streaming'),
  bench,
  why,
};

/** So far out of sight it begins already. */
const MARGIN = '80px';

/** Runs what doors ask for, while they are seen: a tab in the background, or a door below the screen's edge, holds no connection. */
export function runLives(): void {
  const sight = new Sight<HTMLElement>((place, signal) =>
    LIVES[place.dataset.live ?? '']?.(place, signal),
  );
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        sight.place(target as HTMLElement, isIntersecting);
      }
    },
    { rootMargin: MARGIN },
  );
  for (const place of document.querySelectorAll('[data-live]')) {
    observer.observe(place);
  }
  const look = (): void => sight.page(!document.hidden);
  document.addEventListener('visibilitychange', look);
  look();
}

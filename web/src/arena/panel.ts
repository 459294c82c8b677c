// What is told beside the picture: points, figures of the network, and in words what happens to oneself.

import { byId, h } from '../dom';
import type { RoundTrips } from '../frame/round-trip';
import { ranking } from './board';
import type { Game } from './game';
import { sector } from './sector';
import { type State, tidings } from './tidings';

const ROWS = 10;

export class Panel {
  readonly #board = byId('board', HTMLElement);
  #before: State | null = null;
  #frames = 0;
  #bytes = 0;

  /** A frame of so many bytes came. */
  count(bytes: number): void {
    this.#frames++;
    this.#bytes += bytes;
  }

  board(game: Game): void {
    const { ships } = game.field;
    byId('count', HTMLElement).textContent = ships.size === 1 ? '1 ship' : `${ships.size} ships`;
    this.#board.replaceChildren(
      ...ranking(ships.values(), game.rules.you, ROWS).map(({ rank, ship, mine }) =>
        h(
          'tr',
          { 'data-mine': mine, 'data-ship': ship.id },
          h('td', {}, String(rank)),
          h('td', { class: 'ship' }, ship.name),
          h('td', {}, String(ship.score)),
          h('td', { class: 'where' }, ship.health === 0 ? 'out' : sector(ship, game.rules)),
        ),
      ),
    );
  }

  /** What became of one's own ship. */
  own(game: Game): void {
    const { me } = game;
    if (me !== undefined) {
      const now = { health: me.health, score: me.score };
      const words = tidings(this.#before, now);
      if (words !== '') {
        byId('tidings', HTMLElement).textContent = words;
      }
      this.#before = now;
    }
  }

  /** To be called once a second. */
  figures(game: Game | null, times: RoundTrips): void {
    const text = (id: string, words: string): void => {
      byId(id, HTMLElement).textContent = words;
    };
    text('round-trip', times.median === null ? '–' : `${shortly(times.median)} ms`);
    text('rate', `${this.#frames} a second, ${shortly(this.#bytes / 1000)} kB`);
    text('behind', game === null ? '–' : `${Math.round(game.playout.behind)} ms late`);
    text('pending', game === null ? '–' : String(game.pending));
    this.#frames = 0;
    this.#bytes = 0;
  }

  forget(): void {
    this.#before = null;
    this.#board.replaceChildren();
    byId('count', HTMLElement).textContent = '';
  }
}

/** Two digits are enough. */
export function shortly(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

// The world as the server has told it last: ships, bolts and sparks. Knows nothing of drawing.

import type { BoltNews, Frame, ShipNews, Welcome } from './frames';
import { Track } from './track';

export interface Ship {
  readonly id: number;
  name: string;
  bot: boolean;
  x: number;
  y: number;
  aim: number;
  health: number;
  shielded: boolean;
  score: number;
  /** The number of its player's last step that the server has looked at. */
  steps: number;
  /** Where it was, by ticks. */
  readonly track: Track;
}

export interface Bolt {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly aim: number;
  readonly owner: number;
  /** The tick in which it was at x, y. */
  readonly born: number;
}

/** A bolt that has hit: where, and in which tick. */
export interface Hit {
  readonly x: number;
  readonly y: number;
  readonly tick: number;
}

/** How many hits are remembered, for who shows them. */
const MAX_HITS = 64;

export class Field {
  readonly ships = new Map<number, Ship>();
  readonly bolts = new Map<number, Bolt>();
  readonly sparks: { x: number; y: number }[] = [];
  hits: Hit[] = [];
  bots = 0;
  /** The latest tick; -1 before the first. */
  tick = -1;

  /**
   * Takes what the server tells. Changes that do not follow what is known are refused.
   *
   * @returns whether it was taken
   */
  take(frame: Frame, rules: Welcome): boolean {
    if (frame.kind === 'whole') {
      this.#forget(frame);
    } else if (frame.tick !== this.tick + 1) {
      return false;
    }
    this.tick = frame.tick;
    this.bots = frame.bots;
    for (const id of frame.gone) {
      this.ships.delete(id);
    }
    for (const news of frame.ships) {
      this.#ship(news);
    }
    for (const ship of this.ships.values()) {
      ship.track.add(frame.tick, ship.x, ship.y, ship.aim, ship.health === 0);
    }
    for (const bolt of frame.bolts) {
      this.#bolt(bolt);
    }
    this.#hit(frame.hits, rules);
    for (const { index, x, y } of frame.sparks) {
      this.sparks[index] = { x, y };
    }
    return true;
  }

  /** The whole has all ships: those that it has not are gone, and the others keep where they were. */
  #forget(frame: Frame): void {
    const there = new Map(frame.ships.map((ship) => [ship.id, ship.identity?.name]));
    for (const [id, ship] of this.ships) {
      if (there.get(id) !== ship.name) {
        this.ships.delete(id);
      }
    }
    this.bolts.clear();
    this.sparks.length = 0;
  }

  #ship(news: ShipNews): void {
    let ship = this.ships.get(news.id);
    // Who has another nature is another one, and comes from nowhere.
    if (ship === undefined || (news.identity !== undefined && news.identity.bot !== ship.bot)) {
      ship = {
        id: news.id,
        name: '',
        bot: false,
        x: 0,
        y: 0,
        aim: 0,
        health: 0,
        shielded: false,
        score: 0,
        steps: 0,
        track: new Track(),
      };
      this.ships.set(news.id, ship);
    }
    const { identity, position } = news;
    Object.assign(ship, identity, position);
    ship.aim = news.aim ?? ship.aim;
    ship.health = news.health ?? ship.health;
    ship.shielded = news.shielded ?? ship.shielded;
    ship.score = news.score ?? ship.score;
    ship.steps = news.steps ?? ship.steps;
  }

  #bolt({ id, x, y, aim, age, owner }: BoltNews): void {
    this.bolts.set(id, { id, x, y, aim, owner, born: this.tick - age });
  }

  #hit(hits: readonly number[], rules: Welcome): void {
    for (const id of hits) {
      const bolt = this.bolts.get(id);
      if (bolt !== undefined) {
        this.hits.push({ ...boltAt(bolt, this.tick, rules), tick: this.tick });
        this.bolts.delete(id);
      }
    }
    this.hits = this.hits.slice(-MAX_HITS);
    for (const bolt of this.bolts.values()) {
      // It may still be shown: what is shown is a little late.
      if (this.tick - bolt.born >= 3 * rules.boltTicks) {
        this.bolts.delete(bolt.id);
      }
    }
  }
}

/** An aim as an angle. */
export function angleOf(aim: number): number {
  return (aim * 2 * Math.PI) / 256;
}

/** Where a bolt is in a tick, which may be a part of one. */
export function boltAt(bolt: Bolt, tick: number, rules: Welcome): { x: number; y: number } {
  const way = ((tick - bolt.born) * rules.boltSpeed) / rules.ticksPerSecond;
  return {
    x: bolt.x + Math.cos(angleOf(bolt.aim)) * way,
    y: bolt.y + Math.sin(angleOf(bolt.aim)) * way,
  };
}

/** Whether a bolt that hits nothing has ended by itself. */
export function isOver(bolt: Bolt, tick: number, rules: Welcome): boolean {
  const { x, y } = boltAt(bolt, tick, rules);
  const inside = x >= 0 && y >= 0 && x <= rules.width && y <= rules.height;
  return tick - bolt.born >= rules.boltTicks || !inside;
}

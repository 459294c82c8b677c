// The game as this page plays it: what the server tells is taken, steps are made at the server's pace, and for any moment it is known
// what is to be seen. Knows no DOM and no network; the time is an argument, in milliseconds.

import type { Intent } from './controls';
import { Field, type Ship } from './field';
import type { Frame, Step, Welcome } from './frames';
import { Playout } from './playout';
import { type Place, Prediction } from './prediction';
import type { Pose } from './track';

/** After so long without a frame the ship waits: what it did would be a dream. */
export const QUIET = 500;
/** Between two signs of life meanwhile. */
const IDLE = 250;
/** Steps that were not made in so long are not made up for: the page was not looked at. */
const MAX_OWED = 200;

export interface Shown extends Pose {
  readonly ship: Ship;
}

export class Game {
  readonly field = new Field();
  readonly playout: Playout;
  #prediction: Prediction | null = null;
  #latest = Number.NEGATIVE_INFINITY;
  #due = Number.NEGATIVE_INFINITY;
  #idle = Number.NEGATIVE_INFINITY;
  #drawn = 0;
  #aim = 0;

  constructor(readonly rules: Welcome) {
    this.playout = new Playout(rules.ticksPerSecond);
  }

  get #period(): number {
    return 1000 / this.rules.ticksPerSecond;
  }

  /** One's own ship, as the server knows it. */
  get me(): Ship | undefined {
    return this.field.ships.get(this.rules.you);
  }

  /** Whether nothing has come for a while. */
  quiet(now: number): boolean {
    return now - this.#latest > QUIET;
  }

  /** The server tells. Returns false if that does not follow what it told before. */
  take(frame: Frame, now: number): boolean {
    if (!this.field.take(frame, this.rules)) {
      return false;
    }
    this.playout.arrived(frame.tick, now);
    this.#latest = now;
    const me = this.me;
    if (me !== undefined) {
      this.#prediction ??= new Prediction(this.rules, { x: me.x, y: me.y });
      this.#prediction.told(me.steps, { x: me.x, y: me.y }, me.health > 0);
    }
    return true;
  }

  /** The steps that are due by now. */
  steps(now: number, intent: () => Intent): Step[] {
    const prediction = this.#prediction;
    if (prediction === null) {
      return [];
    }
    if (this.quiet(now) || !prediction.ready) {
      return this.#signOfLife(prediction, now);
    }
    if (now - this.#due > MAX_OWED) {
      this.#due = now;
    }
    const steps: Step[] = [];
    for (; this.#due <= now && prediction.ready; this.#due += this.#period) {
      const wanted = intent();
      this.#aim = wanted.aim;
      // Who is away goes nowhere.
      const still = this.me?.health === 0 ? { dx: 0, dy: 0, fire: false } : {};
      steps.push(prediction.step({ ...wanted, ...still }));
    }
    return steps;
  }

  #signOfLife(prediction: Prediction, now: number): Step[] {
    if (now - this.#idle < IDLE) {
      return [];
    }
    this.#idle = now;
    return [prediction.idle(this.#aim)];
  }

  /** How many steps the server has not answered. */
  get pending(): number {
    return this.#prediction?.pending ?? 0;
  }

  /** Which tick is shown; null before there is one. */
  tick(now: number): number | null {
    return this.playout.shown(now);
  }

  /** Where one's own ship is shown: called once for each picture. Null if there is none. */
  own(now: number): Shown | null {
    const me = this.me;
    if (me === undefined || this.#prediction === null) {
      return null;
    }
    const part = Math.min(Math.max(1 - (this.#due - now) / this.#period, 0), 1);
    const place: Place = this.#prediction.shown(part, now - this.#drawn);
    this.#drawn = now;
    return { ship: me, ...place, aim: this.#aim, down: me.health === 0 };
  }

  /** Where the others are shown in a tick. */
  others(tick: number): Shown[] {
    const shown: Shown[] = [];
    for (const ship of this.field.ships.values()) {
      const pose = ship.id === this.rules.you ? null : ship.track.at(tick);
      if (pose !== null) {
        const { x, y, aim, down } = pose;
        shown.push({ ship, x, y, aim, down });
      }
    }
    return shown;
  }
}

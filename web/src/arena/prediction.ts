// One's own ship: it moves at once, by the server's rules. When the server tells where it really was after which step, the steps since
// then are taken again from there; what is different is not jumped over but worn off.

import type { Step, Welcome } from './frames';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A step's number has 16 bits. */
const NUMBERS = 1 << 16;
const FULL = 127;
/** So many steps may be without word from the server: then the ship waits. One second. */
export const MAX_PENDING = 30;
/** What is further off is no matter of a little smoothing: it was put elsewhere. In units. */
const JUMP = 120;
/** In so many milliseconds half of a difference is worn off. */
const HALF_LIFE = 60;

/** One step of a ship, by the rules of `World.steer`. */
export function move(from: Place, step: Pick<Step, 'dx' | 'dy'>, rules: Welcome): Place {
  const length = Math.max(1, Math.hypot(step.dx, step.dy) / FULL);
  const way = rules.speed / rules.ticksPerSecond / FULL / length;
  const within = (value: number, size: number): number =>
    Math.min(Math.max(value, rules.radius), size - rules.radius);
  return {
    x: within(from.x + way * step.dx, rules.width),
    y: within(from.y + way * step.dy, rules.height),
  };
}

export class Prediction {
  #number = 0;
  #pending: Step[] = [];
  #before: Place;
  #place: Place;
  #off = { x: 0, y: 0 };

  constructor(
    private readonly rules: Welcome,
    start: Place,
  ) {
    this.#place = start;
    this.#before = start;
  }

  /** Whether another step may be taken: not too many are unanswered. */
  get ready(): boolean {
    return this.#pending.length < MAX_PENDING;
  }

  get pending(): number {
    return this.#pending.length;
  }

  /** Takes a step. Returns it with its number, to be sent. */
  step(wanted: Omit<Step, 'number'>): Step {
    this.#number = (this.#number + 1) % NUMBERS;
    const step = { ...wanted, number: this.#number };
    this.#pending.push(step);
    this.#before = this.#place;
    this.#place = move(this.#place, step, this.rules);
    return step;
  }

  /** A step that goes nowhere, sent again and again while no other is taken: it says that this page is there, and what it has seen. */
  idle(aim: number): Step {
    return { number: this.#number, dx: 0, dy: 0, aim, fire: false };
  }

  /**
   * The server tells where the ship was when it had looked at a step.
   *
   * @param number of the last step that it has looked at
   * @param moves whether steps move the ship: not while it is away
   */
  told(number: number, place: Place, moves: boolean): void {
    const done = this.#pending.findIndex((step) => step.number === number);
    this.#pending = this.#pending.slice(done + 1);
    let now = place;
    let before = place;
    for (const step of this.#pending) {
      before = now;
      now = moves ? move(now, step, this.rules) : now;
    }
    const was = this.#place;
    this.#place = now;
    if (this.#pending.length > 0) {
      this.#before = before;
    } else {
      // What is shown between two steps goes on from where it was.
      this.#before = {
        x: this.#before.x + now.x - was.x,
        y: this.#before.y + now.y - was.y,
      };
    }
    this.#wearOff(was, now);
  }

  #wearOff(was: Place, is: Place): void {
    const x = this.#off.x + was.x - is.x;
    const y = this.#off.y + was.y - is.y;
    if (Math.hypot(x, y) > JUMP) {
      this.#off = { x: 0, y: 0 };
      this.#before = is;
    } else {
      this.#off = { x, y };
    }
  }

  /**
   * Where it is shown.
   *
   * @param part of the time to the next step that has passed, 0 to 1
   * @param millis since the last call
   */
  shown(part: number, millis: number): Place {
    const left = 0.5 ** (millis / HALF_LIFE);
    this.#off = { x: this.#off.x * left, y: this.#off.y * left };
    return {
      x: this.#before.x + (this.#place.x - this.#before.x) * part + this.#off.x,
      y: this.#before.y + (this.#place.y - this.#before.y) * part + this.#off.y,
    };
  }
}

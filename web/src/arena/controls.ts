// What keys, mouse and fingers mean for a ship. Knows no DOM: who listens there tells it.

import type { Step } from './frames';

export interface Vector {
  readonly x: number;
  readonly y: number;
}

export type Intent = Omit<Step, 'number'>;

const DIRECTIONS: Readonly<Record<string, Vector>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  KeyW: { x: 0, y: -1 },
  KeyS: { x: 0, y: 1 },
  KeyA: { x: -1, y: 0 },
  KeyD: { x: 1, y: 0 },
};
const FIRE = 'Space';
const FULL = 127;
/** A stick that is pushed less far than this part of its way is not pushed. */
const DEAD = 0.15;

export class Controls {
  readonly #keys = new Set<string>();
  #stick: Vector | null = null;
  #gun: Vector | null = null;
  #mouse: { at: Vector; pressed: boolean } | null = null;
  #aim = 0;

  /** Whether a key with this code means anything here. */
  static knows(code: string): boolean {
    return code === FIRE || Object.hasOwn(DIRECTIONS, code);
  }

  key(code: string, down: boolean): void {
    if (down) {
      this.#keys.add(code);
      // Who steers by keys aims by them too, until the mouse moves again.
      if (code !== FIRE) {
        this.#mouse = null;
      }
    } else {
      this.#keys.delete(code);
    }
  }

  /** The stick under a finger, as a part of its way; null if there is none. */
  stick(pushed: Vector | null): void {
    this.#stick = pushed;
  }

  /** The other stick: it aims, and shoots. */
  gun(pushed: Vector | null): void {
    this.#gun = pushed;
  }

  /** Where the mouse is, as seen from the ship; null if it has left. */
  mouse(at: Vector | null, pressed: boolean): void {
    this.#mouse = at === null ? null : { at, pressed };
  }

  /** Nothing is held any more: the page is not looked at. */
  release(): void {
    this.#keys.clear();
    this.#stick = null;
    this.#gun = null;
    this.#mouse = null;
  }

  /** What is meant now. */
  intent(): Intent {
    const course = this.#course();
    const way = this.#gun ?? this.#mouse?.at ?? course;
    if (Math.hypot(way.x, way.y) > DEAD) {
      this.#aim = aimOf(way);
    }
    return {
      dx: Math.round(course.x * FULL),
      dy: Math.round(course.y * FULL),
      aim: this.#aim,
      fire:
        this.#keys.has(FIRE) ||
        this.#mouse?.pressed === true ||
        (this.#gun !== null && Math.hypot(this.#gun.x, this.#gun.y) > DEAD),
    };
  }

  /** Of length 1 at most. */
  #course(): Vector {
    let x = this.#stick?.x ?? 0;
    let y = this.#stick?.y ?? 0;
    for (const key of this.#keys) {
      x += DIRECTIONS[key]?.x ?? 0;
      y += DIRECTIONS[key]?.y ?? 0;
    }
    const length = Math.hypot(x, y);
    if (length <= DEAD) {
      return { x: 0, y: 0 };
    }
    const by = Math.max(1, length);
    return { x: x / by, y: y / by };
  }
}

/** A direction in parts of 256 of a turn. */
export function aimOf({ x, y }: Vector): number {
  return (Math.round((Math.atan2(y, x) * 128) / Math.PI) + 256) % 256;
}

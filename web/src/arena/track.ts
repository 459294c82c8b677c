// Where a ship of somebody else was, tick by tick, and where it is shown between two of them.

export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly aim: number;
  /** It is away: from here to the next place it does not fly. */
  readonly down: boolean;
}

interface Sample extends Pose {
  readonly tick: number;
}

/** Two seconds: further back nobody looks. */
const KEPT = 60;
/** For so many ticks a ship flies on of which nothing new is known; then it waits. */
export const MAX_AHEAD = 4;

export class Track {
  readonly #samples: Sample[] = [];

  add(tick: number, x: number, y: number, aim: number, down: boolean): void {
    this.#samples.push({ tick, x, y, aim, down });
    if (this.#samples.length > KEPT) {
      this.#samples.shift();
    }
  }

  /** Where it is shown at a tick, which may be a part of one; null if nothing is known of it. */
  at(tick: number): Pose | null {
    const index = this.#samples.findLastIndex((sample) => sample.tick <= tick);
    const before = this.#samples[index];
    const after = this.#samples[index + 1];
    if (before === undefined) {
      return after ?? null;
    }
    if (after === undefined) {
      return this.#ahead(before, this.#samples[index - 1], tick);
    }
    if (before.down || after.down) {
      return before;
    }
    return between(before, after, (tick - before.tick) / (after.tick - before.tick));
  }

  #ahead(last: Sample, earlier: Sample | undefined, tick: number): Pose {
    if (earlier === undefined || earlier.down || last.down) {
      return last;
    }
    const parts = Math.min(tick - last.tick, MAX_AHEAD) / (last.tick - earlier.tick);
    return {
      x: last.x + (last.x - earlier.x) * parts,
      y: last.y + (last.y - earlier.y) * parts,
      aim: last.aim,
      down: false,
    };
  }
}

function between(a: Pose, b: Pose, part: number): Pose {
  // By the shorter way around.
  const turn = ((b.aim - a.aim + 384) % 256) - 128;
  return {
    x: a.x + (b.x - a.x) * part,
    y: a.y + (b.y - a.y) * part,
    aim: (a.aim + turn * part + 256) % 256,
    down: false,
  };
}

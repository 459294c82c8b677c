// What the tests of the arena have in common: rules, and frames to write down quickly.

import type { Frame, Welcome } from '../src/arena/frames';

export const RULES: Welcome = {
  kind: 'welcome',
  version: 1,
  you: 0,
  ticksPerSecond: 30,
  width: 1600,
  height: 1000,
  radius: 16,
  speed: 260,
  boltSpeed: 620,
  boltTicks: 30,
  health: 3,
};

export function frame(tick: number, news: Partial<Frame> = {}): Frame {
  return {
    kind: 'changes',
    tick,
    bots: 0,
    ships: [],
    gone: [],
    bolts: [],
    hits: [],
    sparks: [],
    ...news,
  };
}

export function ship(id: number, x: number, y: number, steps = 0) {
  return {
    id,
    identity: { name: `ship ${id}`, bot: false },
    position: { x, y },
    aim: 0,
    health: 3,
    shielded: false,
    score: 0,
    steps,
  };
}

/** Numbers from 0 to 1, the same ones each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

import { describe, expect, it, test } from 'vitest';
import { ranking } from '../src/arena/board';
import { camera } from '../src/arena/camera';
import { aimOf, Controls } from '../src/arena/controls';
import { boltAt, Field, isOver } from '../src/arena/field';
import { MAX_PENDING, move, Prediction } from '../src/arena/prediction';
import { sector } from '../src/arena/sector';
import { tidings } from '../src/arena/tidings';
import { MAX_AHEAD, Track } from '../src/arena/track';
import { frame, RULES, ship } from './arena-rules';

const STEP = RULES.speed / RULES.ticksPerSecond;

describe('the field', () => {
  const bolt = { id: 9, x: 100, y: 100, aim: 0, age: 0, owner: 1 };

  function field(): Field {
    const made = new Field();
    made.take(
      frame(5, {
        kind: 'whole',
        ships: [ship(0, 100, 200), ship(1, 300, 400)],
        sparks: [{ index: 0, x: 1, y: 2 }],
      }),
      RULES,
    );
    return made;
  }

  it('takes changes that follow what it knows, and no others', () => {
    const it = field();
    expect(it.take(frame(6, { ships: [{ id: 0, position: { x: 101, y: 200 } }] }), RULES)).toBe(
      true,
    );
    expect(it.ships.get(0)).toMatchObject({ x: 101, y: 200, name: 'ship 0', health: 3 });
    expect(it.take(frame(8), RULES)).toBe(false);
    expect(it.tick).toBe(6);
    expect(new Field().take(frame(1), RULES)).toBe(false);
  });

  it('knows nobody that the whole does not know', () => {
    const it = field();
    const before = it.ships.get(0);
    it.take(frame(50, { kind: 'whole', ships: [ship(0, 7, 8)] }), RULES);
    expect([...it.ships.keys()]).toEqual([0]);
    expect(it.ships.get(0)).toBe(before);
    expect(it.sparks).toEqual([]);
  });

  it('has another ship in the place of one that is gone', () => {
    const it = field();
    const other = { ...ship(1, 5, 5), identity: { name: 'other', bot: true } };
    it.take(frame(6, { gone: [1], ships: [other] }), RULES);
    expect(it.ships.get(1)?.name).toBe('other');
    expect(it.ships.get(1)?.track.at(5)).toMatchObject({ x: 5, y: 5 });
  });

  it('remembers where a bolt has hit, and forgets those that end by themselves', () => {
    const it = field();
    it.take(frame(6, { bolts: [bolt, { ...bolt, id: 10 }] }), RULES);
    it.take(frame(7, { hits: [9] }), RULES);
    expect(it.hits).toEqual([{ x: 100 + 620 / 30, y: 100, tick: 7 }]);
    for (let tick = 8; tick < 110; tick++) {
      it.take(frame(tick), RULES);
    }
    expect(it.bolts.size).toBe(0);
  });

  it('knows where a bolt is from where it began', () => {
    const flying = { ...bolt, born: 3, aim: 64 };
    expect(boltAt(flying, 3, RULES)).toEqual({ x: 100, y: 100 });
    expect(boltAt(flying, 6, RULES).y).toBeCloseTo(162);
    expect(isOver(flying, 32, RULES)).toBe(false);
    expect(isOver(flying, 33, RULES)).toBe(true);
    expect(isOver({ ...flying, aim: 128 }, 9, RULES)).toBe(true);
  });
});

describe('a track', () => {
  function track(): Track {
    const made = new Track();
    made.add(10, 0, 0, 250, false);
    made.add(11, 10, 20, 4, false);
    return made;
  }

  it('is between two ticks what it is between two places', () => {
    expect(track().at(10.5)).toMatchObject({ x: 5, y: 10 });
  });

  it('turns by the shorter way', () => {
    expect(track().at(10.5)?.aim).toBeCloseTo(255);
    expect(track().at(10.9)?.aim).toBeCloseTo(3);
  });

  it('goes on for a little, and then waits', () => {
    expect(track().at(12)).toMatchObject({ x: 20, y: 40 });
    const waiting = track().at(11 + MAX_AHEAD);
    expect(track().at(100)).toEqual(waiting);
  });

  it('does not fly from where a ship was knocked out to where it is back', () => {
    const it = track();
    it.add(12, 10, 20, 4, true);
    it.add(13, 900, 900, 4, false);
    expect(it.at(12.9)).toMatchObject({ x: 10, y: 20, down: true });
    expect(it.at(13)).toMatchObject({ x: 900, y: 900, down: false });
    expect(it.at(14)).toMatchObject({ x: 900, y: 900 });
  });

  it('is nowhere before anything is known', () => {
    expect(new Track().at(5)).toBeNull();
    expect(track().at(1)).toMatchObject({ x: 0, y: 0 });
  });
});

describe('the own ship', () => {
  const right = { dx: 127, dy: 0, aim: 0, fire: false };
  const start = { x: 500, y: 500 };

  it('moves as the server moves it', () => {
    expect(move(start, { dx: 127, dy: 0 }, RULES).x).toBeCloseTo(500 + STEP);
    const diagonal = move(start, { dx: 127, dy: 127 }, RULES);
    expect(Math.hypot(diagonal.x - 500, diagonal.y - 500)).toBeCloseTo(STEP);
    expect(move({ x: 17, y: 984 }, { dx: -127, dy: 127 }, RULES)).toEqual({ x: 16, y: 984 });
    expect(move(start, { dx: 0, dy: -64 }, RULES).y).toBeCloseTo(500 - (STEP * 64) / 127);
  });

  it('is where the server says, and the steps since then', () => {
    const it = new Prediction(RULES, start);
    it.step(right);
    it.step(right);
    it.step(right);
    expect(it.shown(1, 0).x).toBeCloseTo(500 + 3 * STEP);
    it.told(2, { x: 500 + 2 * STEP, y: 500 }, true);
    expect(it.pending).toBe(1);
    expect(it.shown(1, 0).x).toBeCloseTo(500 + 3 * STEP);
    it.told(2, { x: 500 + 2 * STEP, y: 500 }, true);
    expect(it.pending).toBe(1);
  });

  it('wears a difference off instead of jumping', () => {
    const it = new Prediction(RULES, start);
    it.step(right);
    const before = it.shown(0.3, 0);
    it.told(1, { x: 540, y: 500 }, true);
    expect(it.shown(0.3, 0).x).toBeCloseTo(before.x);
    const way: number[] = [];
    for (let i = 0; i < 60; i++) {
      way.push(it.shown(0.3, 16).x);
    }
    expect(way.at(-1)).toBeCloseTo(540 - 0.7 * STEP, 1);
    const parts = way.slice(1).map((x, i) => x - (way[i] ?? 0));
    expect(Math.max(...parts)).toBeLessThan(7);
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
  });

  it('is at once where it was put far away', () => {
    const it = new Prediction(RULES, start);
    it.step(right);
    it.told(1, { x: 1200, y: 100 }, true);
    expect(it.shown(0.5, 0)).toEqual({ x: 1200, y: 100 });
  });

  it('goes nowhere while it is away', () => {
    const it = new Prediction(RULES, start);
    it.step(right);
    it.told(0, start, false);
    expect(it.shown(1, 10_000).x).toBeCloseTo(500);
  });

  it('waits when too much is unanswered, and says that it is there', () => {
    const it = new Prediction(RULES, start);
    for (let i = 0; i < MAX_PENDING; i++) {
      expect(it.ready).toBe(true);
      it.step(right);
    }
    expect(it.ready).toBe(false);
    expect(it.idle(3)).toEqual({ number: MAX_PENDING, dx: 0, dy: 0, aim: 3, fire: false });
    it.told(MAX_PENDING, { x: 600, y: 500 }, true);
    expect(it.ready).toBe(true);
    expect(it.pending).toBe(0);
  });

  it('counts its steps around', () => {
    const it = new Prediction(RULES, start);
    let last = 0;
    for (let i = 0; i < 2 ** 16 + 2; i++) {
      last = it.step(right).number;
      it.told(last, start, true);
    }
    expect(last).toBe(2);
    expect(it.pending).toBe(0);
  });
});

describe('controls', () => {
  it('are keys, alone or together', () => {
    const it = new Controls();
    it.key('KeyD', true);
    expect(it.intent()).toEqual({ dx: 127, dy: 0, aim: 0, fire: false });
    it.key('ArrowDown', true);
    it.key('Space', true);
    expect(it.intent()).toEqual({ dx: 90, dy: 90, aim: 32, fire: true });
    it.key('KeyD', false);
    it.key('ArrowDown', false);
    expect(it.intent()).toEqual({ dx: 0, dy: 0, aim: 32, fire: true });
    it.key('KeyA', true);
    it.key('KeyD', true);
    expect(it.intent()).toMatchObject({ dx: 0, dy: 0 });
    expect(Controls.knows('KeyQ')).toBe(false);
    expect(Controls.knows('constructor')).toBe(false);
  });

  it('are the mouse, for aim and shots, until keys aim again', () => {
    const it = new Controls();
    it.mouse({ x: 0, y: -30 }, true);
    it.key('Space', false);
    expect(it.intent()).toEqual({ dx: 0, dy: 0, aim: 192, fire: true });
    it.key('KeyD', true);
    expect(it.intent()).toEqual({ dx: 127, dy: 0, aim: 0, fire: false });
  });

  it('are two sticks', () => {
    const it = new Controls();
    it.stick({ x: 0.5, y: 0 });
    it.gun({ x: 0, y: 1 });
    expect(it.intent()).toEqual({ dx: 64, dy: 0, aim: 64, fire: true });
    it.gun({ x: 0.1, y: 0 });
    expect(it.intent()).toMatchObject({ aim: 64, fire: false });
    it.stick({ x: 0.1, y: 0.1 });
    expect(it.intent()).toMatchObject({ dx: 0, dy: 0 });
  });

  it('hold nothing when they are let go of', () => {
    const it = new Controls();
    it.key('KeyD', true);
    it.stick({ x: 1, y: 0 });
    it.mouse({ x: 1, y: 1 }, true);
    it.release();
    expect(it.intent()).toMatchObject({ dx: 0, dy: 0, fire: false });
  });

  test('directions are parts of 256', () => {
    expect([1, 0, -1, 0].map((x, i) => aimOf({ x, y: [0, 1, 0, -1][i] ?? 0 }))).toEqual([
      0, 64, 128, 192,
    ]);
  });
});

test('the camera shows all where there is room, and follows where there is not', () => {
  expect(camera(RULES, { width: 1600, height: 1000 }, { x: 0, y: 0 })).toEqual({
    scale: 1,
    x: 0,
    y: 0,
  });
  const phone = { width: 400, height: 500 };
  expect(camera(RULES, phone, { x: 800, y: 500 })).toEqual({ scale: 0.5, x: 400, y: 0 });
  expect(camera(RULES, phone, { x: 10, y: 500 }).x).toBe(0);
  expect(camera(RULES, phone, { x: 1599, y: 500 }).x).toBe(800);
  expect(camera(RULES, { width: 1600, height: 2000 }, { x: 0, y: 0 }).y).toBe(-500);
});

test('fields are named like those of a board', () => {
  expect(sector({ x: 0, y: 0 }, RULES)).toBe('A1');
  expect(sector({ x: 1600, y: 1000 }, RULES)).toBe('H5');
  expect(sector({ x: 850, y: 450 }, RULES)).toBe('E3');
});

test('the first few have a place on the board, and oneself', () => {
  const field = new Field();
  const ships = [0, 1, 2, 3].map((id) => ({ ...ship(id, 1, 1), score: [1, 7, 7, 9][id] ?? 0 }));
  field.take(frame(1, { kind: 'whole', ships }), RULES);
  const rows = ranking(field.ships.values(), 0, 2);
  expect(rows.map(({ rank, ship, mine }) => [rank, ship.id, mine])).toEqual([
    [1, 3, false],
    [2, 1, false],
    [4, 0, true],
  ]);
});

test('what happens to a ship is said', () => {
  const state = (health: number, score: number) => ({ health, score });
  expect(tidings(null, state(3, 0))).toBe('');
  expect(tidings(state(3, 0), state(3, 0))).toBe('');
  expect(tidings(state(3, 0), state(3, 1))).toBe('1 point.');
  expect(tidings(state(3, 1), state(3, 6))).toBe('6 points.');
  expect(tidings(state(3, 1), state(2, 1))).toBe('Hit: 2 left.');
  expect(tidings(state(1, 1), state(0, 1))).toContain('knocked out');
  expect(tidings(state(0, 1), state(3, 1))).toContain('back');
});

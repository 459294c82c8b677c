import { describe, expect, it, test, vi } from 'vitest';
import { BadNetwork, CLEAR, ROUGH, type Weather } from '../src/arena/bad-network';
import type { Frame, Step } from '../src/arena/frames';
import { Game, QUIET } from '../src/arena/game';
import { move, type Place } from '../src/arena/prediction';
import { frame, RULES, seeded, ship } from './arena-rules';

const TICK = 1000 / RULES.ticksPerSecond;
const PICTURE = 1000 / 60;
const SECONDS = 30;
/** Until a page knows its network. */
const SETTLED = 7000;
/** What a ship flies from one picture to the next, in units. */
const PER_PICTURE = RULES.speed / 60;

/** Where the ship of somebody else is: it flies in circles, at full speed. */
function circle(tick: number): Place {
  const angle = ((tick / RULES.ticksPerSecond) * RULES.speed) / 300;
  return { x: 800 + 300 * Math.cos(angle), y: 500 + 300 * Math.sin(angle) };
}

/** As the server writes places. */
const written = (value: number): number => Math.round(value * 32) / 32;

interface Picture {
  readonly at: number;
  readonly other: Place;
  /** Where the other one was in the tick that is shown. */
  readonly real: Place;
  /** Where the other one is in the newest frame that has come. */
  readonly newest: Place;
  readonly own: Place;
  readonly pending: number;
}

interface Message<T> {
  readonly at: number;
  readonly it: T;
}

/** A server by the rules and a page, with a network between them: half a minute of pictures, made in no time. */
function play(weather: Weather): Picture[] {
  const up = new BadNetwork(weather, seeded(5));
  const down = new BadNetwork(weather, seeded(6));
  const toServer: Message<Step>[] = [];
  const toPage: Message<Frame>[] = [];
  const pictures: Picture[] = [];
  const game = new Game(RULES);
  let me: Place = { x: 400, y: 500 };
  let steps = 0;
  let credit = 15;
  let tick = 0;
  let newest = circle(0);

  const serve = (now: number): void => {
    credit = Math.min(credit + 1, 15);
    while (toServer[0] !== undefined && toServer[0].at <= now) {
      const step = (toServer.shift() as Message<Step>).it;
      steps = step.number;
      if (credit > 0) {
        credit--;
        me = move(me, step, RULES);
      }
    }
    tick++;
    const { x, y } = circle(tick);
    const ships = [ship(0, written(me.x), written(me.y), steps), ship(1, written(x), written(y))];
    const kind = tick === 1 ? ('whole' as const) : ('changes' as const);
    toPage.push({ at: down.arrival(now), it: frame(tick, { kind, ships }) });
  };

  const look = (now: number): void => {
    while (toPage[0] !== undefined && toPage[0].at <= now) {
      const message = toPage.shift() as Message<Frame>;
      expect(game.take(message.it, message.at)).toBe(true);
      newest = circle(message.it.tick);
    }
    // To and fro, and up and down.
    const dx = Math.floor(now / 1300) % 2 === 0 ? 127 : -127;
    const dy = Math.floor(now / 1700) % 2 === 0 ? 60 : -60;
    for (const step of game.steps(now, () => ({ dx, dy, aim: 0, fire: false }))) {
      toServer.push({ at: up.arrival(now), it: step });
    }
    const shown = game.tick(now);
    const own = game.own(now);
    const [other] = shown === null ? [] : game.others(shown);
    if (shown !== null && own !== null && other !== undefined) {
      const { pending } = game;
      pictures.push({ at: now, other, real: circle(shown), newest, own, pending });
    }
  };

  let next = 0;
  for (let now = 0; now < SECONDS * 1000; now += PICTURE) {
    for (; next <= now; next += TICK) {
      serve(next);
    }
    look(now);
  }
  return pictures.filter(({ at }) => at >= SETTLED);
}

const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);

/** How far it goes from each picture to the next. */
function ways(pictures: readonly Picture[], of: 'other' | 'newest' | 'own'): number[] {
  return pictures.slice(1).map((picture, i) => distance(picture[of], (pictures[i] as Picture)[of]));
}

/** How much that changes from one picture to the next: what is seen as jerks. */
function jerks(ways: readonly number[]): number[] {
  return ways.slice(1).map((way, i) => Math.abs(way - (ways[i] as number)));
}

describe('with 150 ms each way and a stall of 200 ms in 5 % of the messages', () => {
  const pictures = play(ROUGH);
  const others = ways(pictures, 'other');

  it('shows the others where they were', () => {
    const errors = pictures.map(({ other, real }) => distance(other, real));
    expect(Math.max(...errors)).toBeLessThan(0.5);
  });

  it('lets the others fly smoothly', () => {
    expect(Math.min(...others)).toBeGreaterThan(0.8 * PER_PICTURE);
    expect(Math.max(...others)).toBeLessThan(1.2 * PER_PICTURE);
    expect(Math.max(...jerks(others))).toBeLessThan(0.1 * PER_PICTURE);
  });

  it('would not, if it showed what has come last', () => {
    const naive = ways(pictures, 'newest');
    expect(Math.min(...naive)).toBe(0);
    expect(Math.max(...naive)).toBeGreaterThan(8 * PER_PICTURE);
  });

  it('flies the own ship at once, and the server agrees', () => {
    const own = ways(pictures, 'own');
    expect(Math.max(...own)).toBeLessThan(1.2 * PER_PICTURE);
    expect(Math.max(...pictures.map(({ pending }) => pending))).toBeGreaterThan(9);
  });
});

test('with a good network the others are shown two ticks late, as smoothly', () => {
  const pictures = play(CLEAR);
  expect(Math.max(...jerks(ways(pictures, 'other')))).toBeLessThan(0.1 * PER_PICTURE);
  expect(Math.max(...pictures.map(({ other, newest }) => distance(other, newest)))).toBeLessThan(
    4 * (RULES.speed / RULES.ticksPerSecond),
  );
});

describe('when nothing comes any more', () => {
  function quiet(): Game {
    const game = new Game(RULES);
    game.take(frame(1, { kind: 'whole', ships: [ship(0, 500, 500)] }), 0);
    return game;
  }

  const intent = () => ({ dx: 127, dy: 0, aim: 9, fire: false });

  it('waits, and says now and then that it is there', () => {
    const game = quiet();
    expect(game.steps(0, intent)).toHaveLength(1);
    expect(game.steps(QUIET + 1, intent)).toEqual([
      { number: 1, dx: 0, dy: 0, aim: 9, fire: false },
    ]);
    expect(game.steps(QUIET + 100, intent)).toEqual([]);
    expect(game.steps(QUIET + 300, intent)).toHaveLength(1);
  });

  it('does not make up for what a page that nobody looked at did not do', () => {
    const game = quiet();
    game.steps(0, intent);
    game.take(frame(2), 60_000);
    expect(game.steps(60_000, intent)).toHaveLength(1);
  });

  it('takes one step for each tick', () => {
    const game = quiet();
    let steps = 0;
    for (let now = 0; now <= 450; now += PICTURE) {
      steps += game.steps(now, intent).length;
    }
    expect(steps).toBe(14);
  });
});

test('a bad network holds up what comes behind what it holds up', () => {
  const chances = [1, 0, 1];
  const network = new BadNetwork(
    { delay: 100, stalls: 0.5, stall: 50 },
    () => chances.shift() ?? 1,
  );
  expect([0, 10, 20, 200].map((now) => network.arrival(now))).toEqual([100, 160, 160, 300]);
});

test('what is held up comes in its order, whichever timer is first', () => {
  const due: (() => void)[] = [];
  vi.stubGlobal('setTimeout', (act: () => void) => due.push(act));
  try {
    const network = new BadNetwork(ROUGH, seeded(1));
    const came: number[] = [];
    for (let i = 0; i < 20; i++) {
      network.pass(i, () => came.push(i));
    }
    for (const fire of due.reverse()) {
      fire();
    }
    expect(came).toEqual(Array.from({ length: 20 }, (_, i) => i));
  } finally {
    vi.unstubAllGlobals();
  }
});

test('a clear network holds nothing up', () => {
  const came: number[] = [];
  new BadNetwork(CLEAR).pass(0, () => came.push(1));
  expect(came).toEqual([1]);
});

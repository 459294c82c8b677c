import { describe, expect, test } from 'vitest';
import { Board, change, MAX_EARLY, MAX_OTHERS, money, percent } from '../src/ticker/board';
import { heights, Meter, SECONDS } from '../src/ticker/meter';
import { snapshotOf, sourceOf, type Tick, tickOf } from '../src/ticker/tick';
import { PLACES, Trails } from '../src/ticker/trails';

function tick(symbol: string, price: number, n = 0, t = 0): Tick {
  return { symbol, price, n, t };
}

function instrument(symbol: string, price: number, name = `${symbol} Works`) {
  return { symbol, name, sector: 'Tools', open: 100, price };
}

function board(...symbols: string[]): Board {
  const known = new Board();
  known.know({ instruments: symbols.map((symbol) => instrument(symbol, 100)), others: [] });
  return known;
}

describe('what is published', () => {
  test('is a tick, of the feed or by hand', () => {
    expect(tickOf({ symbol: 'KODA', price: 1.5, n: 3, t: 17 })).toEqual(tick('KODA', 1.5, 3, 17));
    expect(tickOf({ symbol: 'KODA', price: 1.5 })).toEqual(tick('KODA', 1.5));
  });

  test('or is none, and then nothing comes of it', () => {
    for (const data of [
      null,
      undefined,
      1,
      'KODA',
      [],
      {},
      { symbol: 'A' },
      { price: 1 },
      { symbol: '', price: 1 },
      { symbol: ' \n ', price: 1 },
      { symbol: {}, price: 1 },
      { symbol: 'A', price: '1' },
      { symbol: 'A', price: 0 },
      { symbol: 'A', price: -1 },
      { symbol: 'A', price: Number.NaN },
      { symbol: 'A', price: 1e300 },
    ]) {
      expect(tickOf(data)).toBeNull();
    }
  });

  test('numbers that are none are not said', () => {
    expect(tickOf({ symbol: 'A', price: 1, n: -3, t: 'now' })).toEqual(tick('A', 1));
    expect(tickOf({ symbol: 'A', price: 1, n: 1.5, t: 1e300 })).toEqual(tick('A', 1));
  });

  test('a symbol is a line of limited length, without what cannot be seen', () => {
    expect(tickOf({ symbol: 'A\u202eB\u0000\nC', price: 1 })?.symbol).toBe('A\ufffdB\u2400 C');
    expect(tickOf({ symbol: 'x'.repeat(100_000), price: 1 })?.symbol).toHaveLength(41);
    expect(tickOf({ symbol: '<b>A</b>', price: 1 })?.symbol).toBe('<b>A</b>');
  });

  test('the feed says how fast it is', () => {
    expect(sourceOf({ rate: 5000, watching: 2, published: 9 })).toEqual({
      rate: 5000,
      watching: 2,
    });
    expect(sourceOf({ rate: -5 })).toEqual({ rate: 0, watching: 0 });
    for (const data of [null, 'x', {}, { rate: '1' }, { rate: Number.POSITIVE_INFINITY }]) {
      expect(sourceOf(data)).toBeNull();
    }
  });

  test('of the market what makes no sense is left out', () => {
    const told = snapshotOf({
      instruments: [
        { symbol: 'A', name: 'A Works', sector: 'Tools', open: 2, price: 3, n: 1 },
        { symbol: 'B', price: 3 },
        null,
      ],
      others: [{ symbol: 'C', price: 1 }, 7],
    });
    expect(told.instruments.map((it) => it.symbol)).toEqual(['A']);
    expect(told.others.map((it) => it.symbol)).toEqual(['C']);
    expect(snapshotOf('nonsense')).toEqual({ instruments: [], others: [] });
  });
});

describe('the board', () => {
  test('has the last price of each, and which way it went', () => {
    const known = board('A', 'B');
    known.take(tick('A', 101, 5), 1000);
    known.take(tick('B', 99, 5), 1000);
    expect(known.find('A')).toMatchObject({ price: 101, move: 1, movedAt: 1000, updates: 1 });
    expect(known.find('B')).toMatchObject({ price: 99, move: -1 });
    known.take(tick('A', 101, 6), 1100);
    expect(known.find('A')).toMatchObject({ price: 101, move: 0, updates: 2 });
  });

  test('counts what was left out, by the numbers, from the first that came by this connection', () => {
    const known = board('A');
    expect(known.take(tick('A', 1, 500), 0).skipped).toBe(0);
    expect(known.take(tick('A', 1, 501), 0).skipped).toBe(0);
    expect(known.take(tick('A', 1, 505), 0).skipped).toBe(3);
    known.begin();
    expect(known.take(tick('A', 1, 900), 0).skipped).toBe(0);
    // A market that began anew.
    expect(known.take(tick('A', 1, 3), 0).skipped).toBe(0);
    expect(known.take(tick('A', 1, 5), 0).skipped).toBe(1);
    // By hand, in between.
    expect(known.take(tick('A', 1), 0).skipped).toBe(0);
    expect(known.take(tick('A', 1, 6), 0).skipped).toBe(0);
  });

  test('knows how old a price was when it came, if it says', () => {
    const known = board('A');
    expect(known.take(tick('A', 1, 1, 1000), 1040).late).toBe(40);
    expect(known.take(tick('A', 1, 2, 1000), 990).late).toBe(0);
    expect(known.take(tick('A', 1), 1000).late).toBeNull();
  });

  test('after a break takes the market as it is, but for what has come since', () => {
    const known = board('A', 'B');
    known.take(tick('A', 90, 1), 0);
    known.take(tick('B', 90, 1), 0);
    known.begin();
    known.take(tick('A', 120, 9), 0);
    known.know({ instruments: [instrument('A', 110), instrument('B', 110)], others: [] });
    expect(known.find('A')?.price).toBe(120);
    expect(known.find('B')?.price).toBe(110);
  });

  test('what comes before the market is known is not lost, and is limited', () => {
    const early = new Board();
    for (let i = 0; i < MAX_EARLY + 10; i++) {
      early.take(tick(`S${i}`, 1, 1), 0);
    }
    early.take(tick('S0', 7, 2), 0);
    expect(early.size).toBe(0);
    early.know({ instruments: [instrument('S0', 100)], others: [] });
    expect(early.find('S0')).toMatchObject({ price: 7, simulated: true });
    expect(early.size).toBe(1 + MAX_OTHERS);
  });

  test('what the market does not have gets a row, of a limited number', () => {
    const known = board('A');
    for (let i = 0; i <= MAX_OTHERS; i++) {
      known.take(tick(`own ${i}`, i + 1), 5);
    }
    expect(known.size).toBe(1 + MAX_OTHERS);
    expect(known.find('own 0')).toBeUndefined();
    expect(known.find('own 1')).toMatchObject({ simulated: false, open: 2, publishedAt: 5 });
    expect(known.find('A')).toBeDefined();
    known.know({ instruments: [], others: [tick('own 2', 50)] });
    expect(known.find('own 2')?.price).toBe(3);
    known.begin();
    known.know({ instruments: [], others: [tick('own 2', 50), tick('own 0', 4)] });
    expect(known.find('own 2')?.price).toBe(50);
    expect(known.find('own 0')?.price).toBe(4);
    expect(known.find('own 1')).toBeUndefined();
  });

  test('is sorted by any column, alike ones by symbol, and found by words', () => {
    const known = board('C', 'A', 'B');
    known.take(tick('B', 120, 1), 0);
    known.take(tick('A', 80, 1), 0);
    known.take(tick('A', 90, 2), 0);
    const symbols = (words: string, by: 'symbol' | 'price' | 'change' | 'updates', d = false) =>
      known.list(words, { by, descending: d }).map((row) => row.symbol);
    expect(symbols('', 'symbol')).toEqual(['A', 'B', 'C']);
    expect(symbols('', 'price', true)).toEqual(['B', 'C', 'A']);
    expect(symbols('', 'change')).toEqual(['A', 'C', 'B']);
    expect(symbols('', 'updates', true)).toEqual(['A', 'B', 'C']);
    expect(symbols('works b', 'symbol')).toEqual(['B']);
    expect(symbols('.*', 'symbol')).toEqual([]);
  });

  test('figures are written one way', () => {
    expect(percent(0.01234)).toBe('+1.23 %');
    expect(percent(-0.5)).toBe('−50.00 %');
    expect(percent(0.00001)).toBe('±0.00 %');
    expect(money(1234.5)).toBe('1,234.50');
    expect(money(1e9)).toBe('1.0e+9');
    expect(change({ open: 100, price: 110 })).toBeCloseTo(0.1);
  });
});

describe('the meter', () => {
  test('says of each second how much came, how old it was, and what was left out', () => {
    const meter = new Meter();
    for (const late of [5, 100, 9, null]) {
      meter.add(late, 2);
    }
    meter.pass(1);
    expect(meter.last).toEqual({ prices: 4, skipped: 8, median: 9, worst: 100, bytes: null });
    meter.pass(1);
    expect(meter.last).toMatchObject({ prices: 0, skipped: 0, median: null, worst: null });
    meter.add(1, 0);
    meter.add(1, 0);
    meter.pass(2);
    expect(meter.last?.prices).toBe(1);
  });

  test('bytes are those since the last time, if that is known', () => {
    const meter = new Meter();
    meter.count(1000);
    meter.pass(1);
    meter.count(1500);
    meter.pass(1);
    expect(meter.seconds.map((it) => it.bytes)).toEqual([null, 500]);
    meter.forgetBytes();
    meter.count(9000);
    meter.pass(1);
    expect(meter.last?.bytes).toBeNull();
    meter.count(10);
    meter.pass(1);
    expect(meter.last?.bytes).toBe(0);
  });

  test('keeps a limited number of seconds', () => {
    const meter = new Meter();
    for (let i = 0; i < 2 * SECONDS; i++) {
      meter.pass(1);
    }
    expect(meter.seconds).toHaveLength(SECONDS);
  });

  test('heights are parts of the largest', () => {
    expect(heights([1, null, 4])).toEqual([0.25, 0, 1]);
    expect(heights([])).toEqual([]);
  });
});

describe('a trail', () => {
  test('is the last minute of a row, as far as there is one', () => {
    const trails = new Trails();
    const known = board('A');
    const rows = () => [...known.rows];
    for (let i = 0; i < PLACES + 5; i++) {
      known.take(tick('A', i + 1, i + 1), 0);
      trails.sample(known.rows, i * 500);
    }
    const { times, prices } = trails.of(rows()[0]?.id ?? -1);
    expect(times).toHaveLength(PLACES);
    expect([times[0], times.at(-1)]).toEqual([2.5, (PLACES + 4) / 2]);
    expect([prices[0], prices.at(-1)]).toEqual([6, PLACES + 5]);
  });

  test('begins when its row does, and goes with it', () => {
    const trails = new Trails();
    const known = board('A');
    trails.sample(known.rows, 0);
    known.take(tick('own', 5), 0);
    trails.sample(known.rows, 500);
    const id = known.find('own')?.id ?? -1;
    expect(trails.of(id).prices).toEqual([null, 5]);
    trails.sample([], 1000);
    expect(trails.of(id).prices).toEqual([null, null, null]);
    expect(trails.of(99).prices).toEqual([null, null, null]);
  });
});

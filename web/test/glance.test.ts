import { describe, expect, test } from 'vitest';
import { told as arenaTold } from '../src/home/live/arena';
import { arenaOf, MAX_EVENTS, MAX_SHIPS, marketOf, wallOf } from '../src/home/live/glance';
import { told as marketTold } from '../src/home/live/ticker';
import { told as wallTold } from '../src/home/live/wall';

const NONSENSE = [null, undefined, 1, 'x', '', [], {}, '{', '[]', { width: 'a', rate: '1' }];

describe('the arena', () => {
  const json = (rest: object): string => JSON.stringify({ width: 1600, height: 1000, ...rest });

  test('has ships, players and a leader', () => {
    const text = json({
      players: 2,
      bots: 100,
      leader: { name: 'Ann', score: 7 },
      ships: [0, 10, 20, 5, 1600, 1000],
    });
    const glance = arenaOf(text);
    expect(glance?.spots).toEqual([
      { ship: 0, x: 10, y: 20 },
      { ship: 5, x: 1600, y: 1000 },
    ]);
    expect(glance && arenaTold(glance)).toBe('2 play, 100 bots; Ann leads with 7');
  });

  test('may be empty, or have bots only', () => {
    expect(arenaTold(arenaOf(json({})) as never)).toBe('Nobody is playing');
    expect(arenaTold(arenaOf(json({ bots: 9 })) as never)).toBe('Nobody is playing; 9 bots wait');
    expect(arenaTold(arenaOf(json({ players: 1 })) as never)).toBe('1 plays');
  });

  test('has no more ships than there can be, and none outside of it', () => {
    const ships = Array.from({ length: 3 * (MAX_SHIPS + 9) }, () => 99_999);
    const glance = arenaOf(json({ ships: [...ships, 1, 2] }));
    expect(glance?.spots).toHaveLength(MAX_SHIPS);
    expect(glance?.spots[0]).toEqual({ ship: 99_999, x: 1600, y: 1000 });
    expect(arenaOf(json({ ships: ['a', {}, -1] }))?.spots).toEqual([{ ship: 0, x: 0, y: 0 }]);
  });

  test('has a leader whose name is text in a line', () => {
    const name = `\u202eevil\u0000${'Z'.repeat(100)}\nline`;
    const glance = arenaOf(json({ players: 1, leader: { name, score: 1 } }));
    expect(glance?.leader?.name).toMatch(/^\ufffdevil\u2400Z+…$/);
    expect(arenaOf(json({ leader: { name: 5 } }))?.leader).toBeNull();
  });
});

describe('the ticker', () => {
  const koda = { symbol: 'KODA', name: 'Koda', sector: 'Tools', open: 100, price: 101 };

  test('has prices, and tells whether they move', () => {
    const glance = marketOf(JSON.stringify({ rate: 5000, watching: 1, instruments: [koda] }));
    expect(glance?.instruments[0]).toMatchObject({ symbol: 'KODA', open: 100, price: 101 });
    expect(glance && marketTold(glance)).toBe('5,000 prices a second, for 1 who looks');
    expect(marketTold({ rate: 100, watching: 2, instruments: [] })).toBe(
      '100 prices a second, for 2 who look',
    );
    expect(marketTold({ rate: 100, watching: 0, instruments: [] })).toMatch(/^At rest/);
  });

  test('has a few of them', () => {
    const instruments = Array.from({ length: 9 }, () => koda);
    expect(marketOf({ rate: 1, instruments })?.instruments).toHaveLength(MAX_EVENTS);
  });
});

describe('the wall', () => {
  test('has what somebody did', () => {
    const glance = wallOf(
      JSON.stringify({
        users: 1,
        events: [
          { kind: 'like', name: 'Bob', text: 'not told' },
          { kind: 'toString', name: 'Eve' },
          { kind: 'comment', name: '', text: 'two\nlines' },
          { kind: 'post', name: 'Ann', text: '<b>hello</b>' },
          { kind: 'unlike', name: 'Carl' },
        ],
      }),
    );
    expect(glance?.events).toEqual([
      { name: 'Bob', words: 'likes a post' },
      { name: 'Nobody', words: 'commented: two ⏎ lines' },
      { name: 'Ann', words: '<b>hello</b>' },
    ]);
    expect(glance && wallTold(glance)).toBe('The feed: 1 is there now');
    expect(wallTold({ users: 2, events: [] })).toBe('The feed: 2 are there now');
    expect(wallTold({ users: 0, events: [] })).toBe('The feed: nobody is there now');
  });
});

test.each([arenaOf, marketOf, wallOf])('what makes no sense is none', (read) => {
  for (const data of NONSENSE) {
    expect(read(data)).toBeNull();
  }
});

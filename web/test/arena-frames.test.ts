import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { bots, type Frame, hello, ping, read, steering } from '../src/arena/frames';
import { parseHex } from '../src/bytes';

const SHARED = readFileSync(new URL('./arena-frames.txt', import.meta.url), 'utf8');

/** What the server's tests are held to as well. */
function shared(name: string): Uint8Array {
  const line = SHARED.split('\n').find((it) => it.startsWith(`${name}: `));
  return parseHex((line ?? '').slice(name.length + 2));
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

describe('what the server sends', () => {
  test('the welcome', () => {
    expect(read(view(shared('welcome')))).toEqual({
      kind: 'welcome',
      version: 1,
      you: 7,
      ticksPerSecond: 30,
      width: 1600,
      height: 1000,
      radius: 16,
      speed: 260,
      boltSpeed: 620,
      boltTicks: 30,
      health: 3,
    });
  });

  test('the whole world', () => {
    expect(read(view(shared('whole')))).toEqual({
      kind: 'whole',
      tick: 5,
      bots: 2,
      ships: [
        {
          id: 0,
          identity: { name: 'Ann', bot: false },
          position: { x: 100, y: 200 },
          aim: 64,
          health: 3,
          shielded: true,
          score: 12,
          steps: 258,
        },
        {
          id: 1,
          identity: { name: 'Bo', bot: true },
          position: { x: 1.5, y: 1000 },
          aim: 0,
          health: 0,
          shielded: false,
          score: 0,
          steps: 0,
        },
      ],
      gone: [],
      bolts: [{ id: 513, x: 100, y: 216, aim: 64, age: 2, owner: 0 }],
      hits: [],
      sparks: [
        { index: 0, x: 50, y: 60 },
        { index: 1, x: 70, y: 80 },
      ],
    });
  });

  test('changes are only what they name', () => {
    const frame = read(view(shared('changes'))) as Frame;
    expect(frame.ships).toEqual([{ id: 0, position: { x: 101, y: 200 }, steps: 259 }]);
    expect(frame).toMatchObject({ kind: 'changes', tick: 6, bots: 1, gone: [1], hits: [513] });
    expect(frame.sparks).toEqual([{ index: 1, x: 1, y: 1 }]);
    expect(read(view(shared('nothing')))).toMatchObject({ tick: 7, ships: [], bolts: [] });
  });

  it('is refused unless it is whole, and nothing else', () => {
    for (const name of ['welcome', 'whole', 'changes', 'nothing']) {
      const bytes = shared(name);
      for (let length = 0; length < bytes.length; length++) {
        expect(() => read(view(bytes.slice(0, length)))).toThrow(RangeError);
      }
      expect(() => read(view(new Uint8Array([...bytes, 0])))).toThrow(RangeError);
    }
    expect(() => read(view(parseHex('ff')))).toThrow(RangeError);
  });
});

test('what the page sends', () => {
  expect(hello('Ann')).toEqual(shared('hello'));
  expect(hello('😀'.repeat(30))).toHaveLength(2 + 20 * 4);
  expect(bots(100)).toEqual(shared('bots'));
  expect(ping(42)).toEqual(shared('ping'));
  expect(read(view(ping(42)))).toEqual({ kind: 'pong', token: 42 });
  const step = { number: 258, dx: 127, dy: -64, aim: 64, fire: true };
  expect(steering(step, 5)).toEqual(shared('steering'));
});

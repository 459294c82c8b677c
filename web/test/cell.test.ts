import { beforeEach, expect, test } from 'vitest';
import { type Position, Refusal } from '../src/chat/outbox';
import { Cell } from '../src/notes/cell';
import { settled } from './channel';

/** A server's channel that keeps one publication, and two tabs that share it. */
let written: string[];
let problem: Error | null;
let later: (() => void)[];
let refused: string[];
/** Whether the server tells of what is written only when a test says so. */
let delayed: (() => void)[] | null;

const tabs: Cell<string>[] = [];

function tab(): Cell<string> {
  const cell = new Cell(
    '',
    {
      publish: async (state): Promise<Position> => {
        if (problem !== null) {
          throw problem;
        }
        written.push(state);
        const at = { epoch: 'e', offset: written.length };
        const tell = (): void => {
          for (const it of tabs) {
            it.taken(state, at);
          }
        };
        delayed === null ? tell() : delayed.push(tell);
        return at;
      },
      later: (task) => later.push(task),
    },
    { changed: () => {}, refused: (why) => refused.push(why) },
  );
  tabs.push(cell);
  return cell;
}

/** Somebody else has written, and it is told to this tab. */
function others(cell: Cell<string>, state: string): void {
  written.push(state);
  cell.taken(state, { epoch: 'e', offset: written.length });
}

const adds = (letter: string) => (state: string) =>
  state.includes(letter) ? state : state + letter;

beforeEach(() => {
  written = [];
  problem = null;
  later = [];
  refused = [];
  delayed = null;
  tabs.length = 0;
});

test('what one changes the others see', async () => {
  const [ann, bob] = [tab(), tab()];
  ann.arrived();
  bob.arrived();
  ann.change(adds('a'));
  expect(ann.value).toBe('a');
  await settled();
  expect(bob.value).toBe('a');
  bob.change(adds('b'));
  await settled();
  expect(ann.value).toBe('ab');
  expect(written).toEqual(['a', 'ab']);
});

test('a change that changes nothing is not written', async () => {
  const ann = tab();
  ann.arrived();
  ann.change(adds('a'));
  ann.change(adds('a'));
  await settled();
  ann.change(adds('a'));
  await settled();
  expect(written).toEqual(['a']);
});

test('changes that are made while one is on its way go together after it', async () => {
  const ann = tab();
  ann.arrived();
  ann.change(adds('a'));
  ann.change(adds('b'));
  ann.change(adds('c'));
  expect(ann.value).toBe('abc');
  await settled();
  expect(written).toEqual(['a', 'abc']);
});

test('what is changed offline is written upon what others wrote meanwhile', async () => {
  const [ann, bob] = [tab(), tab()];
  ann.arrived();
  bob.arrived();
  ann.gone();
  ann.change(adds('a'));
  bob.change(adds('b'));
  await settled();
  expect(written).toEqual(['b']);
  expect(ann.value).toBe('ba');
  ann.arrived();
  await settled();
  expect(bob.value).toBe('ba');
});

test('before it is known what there is nothing is written', async () => {
  const ann = tab();
  ann.change(adds('a'));
  await settled();
  expect(written).toEqual([]);
  expect(ann.isKnown).toBe(false);
  others(ann, 'x');
  ann.arrived();
  await settled();
  expect(written).toEqual(['x', 'xa']);
});

test('of two that write in the same moment the last wins, as a whole', async () => {
  const [ann, bob] = [tab(), tab()];
  ann.arrived();
  bob.arrived();
  delayed = [];
  ann.change(adds('a'));
  bob.change(adds('b'));
  await settled();
  for (const tell of delayed) {
    tell();
  }
  expect(written).toEqual(['a', 'b']);
  expect([ann.value, bob.value]).toEqual(['b', 'b']);
});

test('an older state that comes late changes nothing, one of another life does', () => {
  const ann = tab();
  ann.taken('new', { epoch: 'e', offset: 5 });
  ann.taken('old', { epoch: 'e', offset: 4 });
  expect(ann.value).toBe('new');
  ann.taken('another', { epoch: 'f', offset: 1 });
  expect(ann.value).toBe('another');
});

test('without an answer it is tried again, upon what is there by then', async () => {
  const ann = tab();
  ann.arrived();
  problem = new Error('timeout');
  ann.change(adds('a'));
  await settled();
  expect(later).toHaveLength(1);
  problem = null;
  others(ann, 'x');
  later[0]?.();
  await settled();
  expect(written).toEqual(['x', 'xa']);
});

test('what the server refuses is undone and told', async () => {
  const ann = tab();
  ann.arrived();
  problem = new Refusal('permission denied');
  ann.change(adds('a'));
  await settled();
  expect(ann.value).toBe('');
  expect(refused).toEqual(['permission denied']);
});

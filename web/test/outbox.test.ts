import { beforeEach, expect, test } from 'vitest';
import { MAX_WAITING, Outbox, type Outgoing, type Position, Refusal } from '../src/chat/outbox';

/** A server that answers when the test says so. */
let asked: { item: Outgoing; answer: (position: Position) => void; fail: (why: Error) => void }[];
let later: { task: () => void; millis: number }[];
let kept: readonly string[];
let told: string[];

const world = {
  publish: (item: Outgoing) =>
    new Promise<Position>((answer, fail) => {
      asked.push({ item, answer, fail });
    }),
  later: (task: () => void, millis: number) => void later.push({ task, millis }),
  keep: (items: readonly Outgoing[]) => {
    kept = items.map(({ key }) => key);
  },
};
const listener = {
  sent: ({ key }: Outgoing, { offset }: Position) => void told.push(`${key} sent ${offset}`),
  failed: ({ key }: Outgoing, problem: string) => void told.push(`${key} failed: ${problem}`),
};

beforeEach(() => {
  asked = [];
  later = [];
  kept = [];
  told = [];
});

const item = (key: string): Outgoing => ({ key, channel: 'chat:a', data: {} });
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function online(waiting: Outgoing[] = []): Outbox {
  const outbox = new Outbox(world, listener);
  outbox.restore(waiting);
  outbox.online(true);
  return outbox;
}

/** Answers what was asked last. */
async function answer(offset: number): Promise<void> {
  asked.at(-1)?.answer({ offset, epoch: 'e' });
  await settled();
}

async function fail(why: Error): Promise<void> {
  asked.at(-1)?.fail(why);
  await settled();
}

test('messages go one after the other, in their order', async () => {
  const outbox = online();
  outbox.add(item('a'));
  outbox.add(item('b'));
  expect(asked.map((it) => it.item.key)).toEqual(['a']);
  await answer(1);
  expect(asked.map((it) => it.item.key)).toEqual(['a', 'b']);
  await answer(2);
  expect(told).toEqual(['a sent 1', 'b sent 2']);
  expect(kept).toEqual([]);
});

test('without an answer the same message is tried again, less and less often', async () => {
  const outbox = online();
  outbox.add(item('a'));
  for (const pause of [500, 1000, 2000, 4000, 8000, 8000]) {
    await fail(new Error('timeout'));
    expect(later.at(-1)?.millis).toBe(pause);
    later.at(-1)?.task();
  }
  expect(new Set(asked.map((it) => it.item.key))).toEqual(new Set(['a']));
  expect(kept).toEqual(['a']);
  await answer(1);
  expect(told).toEqual(['a sent 1']);
});

test('what is written without a connection waits for one, and then does not wait longer', async () => {
  const outbox = new Outbox(world, listener);
  outbox.add(item('a'));
  expect(asked).toEqual([]);
  outbox.online(true);
  await fail(new Error('gone'));
  outbox.online(false);
  outbox.online(true);
  expect(asked).toHaveLength(2);
  // The attempt that was put off comes too late to do harm.
  later[0]?.task();
  expect(asked).toHaveLength(2);
  await answer(1);
  expect(told).toEqual(['a sent 1']);
});

test('what the server refuses fails, and the next one goes', async () => {
  const outbox = online();
  outbox.add(item('a'));
  outbox.add(item('b'));
  await fail(new Refusal('permission denied'));
  await answer(1);
  expect(told).toEqual(['a failed: permission denied', 'b sent 1']);
});

test('what waited before a reload goes first', async () => {
  const outbox = online([item('old')]);
  outbox.add(item('new'));
  await answer(1);
  await answer(2);
  expect(told).toEqual(['old sent 1', 'new sent 2']);
});

test('it holds so many and no more', () => {
  const outbox = new Outbox(world, listener);
  for (let i = 0; i < MAX_WAITING; i++) {
    expect(outbox.add(item(`k${i}`))).toBe(true);
  }
  expect(outbox.hasRoom(1)).toBe(false);
  expect(outbox.add(item('one more'))).toBe(false);
  expect(kept).toHaveLength(MAX_WAITING);
});

test('two that belong together are taken both, or not at all', () => {
  const outbox = new Outbox(world, listener);
  for (let i = 1; i < MAX_WAITING; i++) {
    outbox.add(item(`k${i}`));
  }
  expect(outbox.add(item('one'), item('two'))).toBe(false);
  expect(kept).toHaveLength(MAX_WAITING - 1);
  expect(outbox.add(item('one'))).toBe(true);
});

test('what failed stays over a reload, as it was written, until it is given up', async () => {
  const outbox = online();
  outbox.add(item('a'));
  await fail(new Refusal('permission denied'));
  expect(kept).toEqual(['a']);
  const after = online(outbox.failed.slice());
  expect(after.failed).toEqual([{ ...item('a'), problem: 'permission denied' }]);
  expect(asked).toHaveLength(1);
  expect(after.takeFailed('a')?.data).toEqual({});
  expect(kept).toEqual([]);
});

test('nobody is told of a message that failed', async () => {
  const outbox = online();
  const note = { ...item('a-note'), about: { key: 'a', channel: 'chat:a' } };
  outbox.add(item('a'), note, item('b'));
  await fail(new Refusal('permission denied'));
  await answer(1);
  expect(told).toEqual(['a failed: permission denied', 'b sent 1']);
});

test('a note that fails is reported, and does not stay', async () => {
  const outbox = online();
  outbox.add({ ...item('a-note'), about: { key: 'a', channel: 'chat:a' } });
  await fail(new Refusal('permission denied'));
  expect(told).toEqual(['a-note failed: permission denied']);
  expect(kept).toEqual([]);
});

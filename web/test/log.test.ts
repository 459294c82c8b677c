import { describe, expect, it } from 'vitest';
import { utf8 } from '../src/bytes';
import { asText, Log, MAX_BYTES_OF_ONE, NO_FILTER } from '../src/log';

function add(log: Log, text: string, direction: 'in' | 'out' = 'in'): void {
  log.text(direction, text, utf8(text), 0);
}

describe('the log', () => {
  it('holds a limited number of entries, the newest', () => {
    const log = new Log(100);
    for (let i = 0; i < 1000; i++) {
      add(log, `message ${i}`);
    }
    expect(log.entries.length).toBeGreaterThan(80);
    expect(log.entries.length).toBeLessThanOrEqual(100);
    expect(log.entries.at(-1)?.line).toBe('message 999');
    expect(log.forgotten + log.entries.length).toBe(1000);
    expect(log.shown).toEqual(log.entries);
  });

  it('holds a limited number of bytes', () => {
    const log = new Log(100, 1000);
    for (let i = 0; i < 50; i++) {
      log.binary('in', new Uint8Array(100), 0);
    }
    const bytes = log.entries.reduce((sum, entry) => sum + entry.kept.length, 0);
    expect(bytes).toBeLessThanOrEqual(1000);
    expect(log.entries.at(-1)?.id).toBe(50);
  });

  it('keeps the first part of a large message, and its true size', () => {
    const log = new Log();
    const entry = log.binary('out', new Uint8Array(MAX_BYTES_OF_ONE + 5), 0);
    expect(entry.size).toBe(MAX_BYTES_OF_ONE + 5);
    expect(entry.kept.length).toBe(MAX_BYTES_OF_ONE);
  });

  it('filters what is there and what comes', () => {
    const log = new Log();
    add(log, 'apples');
    add(log, 'pears', 'out');
    log.note('open', 'Connected', 0);
    log.setFilter({ direction: 'in', kind: 'all', words: 'APP' });
    add(log, 'pineapple');
    add(log, 'plum');
    expect(log.shown.map((entry) => entry.line)).toEqual(['apples', 'pineapple']);
    log.setFilter({ ...NO_FILTER, kind: 'binary' });
    expect(log.shown).toEqual([]);
    log.setFilter(NO_FILTER);
    expect(log.shown.length).toBe(5);
  });

  it('keeps the filter when old entries go', () => {
    const log = new Log(10);
    log.setFilter({ ...NO_FILTER, words: 'even' });
    for (let i = 0; i < 100; i++) {
      add(log, `${i % 2 === 0 ? 'even' : 'odd'} ${i}`);
    }
    const expected = log.entries.filter((entry) => entry.line.startsWith('even'));
    expect(log.shown).toEqual(expected);
  });

  it('is empty once cleared, and numbers on', () => {
    const log = new Log();
    add(log, 'a');
    log.clear();
    add(log, 'b');
    expect(log.entries.map(({ id, line }) => [id, line])).toEqual([[2, 'b']]);
  });

  it('can be copied as text', () => {
    const log = new Log();
    expect(asText(log.text('in', 'hé', utf8('hé'), 0))).toBe(
      '1970-01-01T00:00:00.000Z ← text 3 B hé',
    );
    expect(asText(log.binary('out', new Uint8Array([1, 255]), 0))).toBe(
      '1970-01-01T00:00:00.000Z → binary 2 B 01 ff',
    );
    expect(asText(log.note('close', '1000', 0))).toBe('1970-01-01T00:00:00.000Z · close 1000');
  });
});

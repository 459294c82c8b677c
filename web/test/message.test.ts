import type { PublicationContext } from 'centrifuge';
import { describe, expect, test } from 'vitest';
import { read } from '../src/chat/message';
import { cut, length, MAX_NAME, MAX_TEXT, shown, shownName } from '../src/chat/words';

const NOW = 1_700_000_000_000;

function published(data: unknown, info?: { user: string; connInfo?: unknown }): PublicationContext {
  const client = { client: 'c', ...info };
  return {
    channel: 'chat:a',
    data,
    offset: 3,
    ...(info === undefined ? {} : { info: client as NonNullable<PublicationContext['info']> }),
  };
}

describe('what came from a channel', () => {
  test('a letter of somebody the server knows has the name that the server says', () => {
    const data = { text: 'hello', name: 'Mallory', key: 'abcdefgh', at: NOW - 5 };
    expect(read(published(data, { user: 'u1', connInfo: { name: 'Ann' } }), NOW, 'e')).toEqual({
      text: 'hello',
      name: 'Ann',
      user: 'u1',
      key: 'abcdefgh',
      at: NOW - 5,
      offset: 3,
      delivery: 'sent',
    });
  });

  test('a known user without a name does not get one from the payload', () => {
    expect(read(published({ text: 'x', name: 'Admin' }, { user: 'u1' }), NOW, 'e').name).toBe(
      'Nobody',
    );
  });

  test('of nobody known the payload says the name', () => {
    const message = read(published({ text: 'x', name: 'Eve' }, { user: '' }), NOW, 'e');
    expect(message).toMatchObject({ name: 'Eve', user: '' });
  });

  test('JSON that came as text is a letter too', () => {
    expect(read(published('{"text":"hi","name":"Bob"}'), NOW, 'e')).toMatchObject({
      text: 'hi',
      name: 'Bob',
    });
  });

  test.each([
    ['hello', 'hello'],
    ['{"half', '{"half'],
    [17, '17'],
    [null, 'null'],
    [[1, 2], '[1,2]'],
    [{ text: 5 }, '{"text":5}'],
    [{ temperature: 20 }, '{"temperature":20}'],
    [undefined, ''],
  ])('%j is shown as its text', (data, text) => {
    expect(read(published(data), NOW, 'e')).toMatchObject({
      text,
      key: 'at:e/3',
      at: NOW,
      user: '',
    });
  });

  test.each([
    ['too short', 'k'],
    ['markup', '<b>12345678</b>'],
    ['too long', 'x'.repeat(65)],
    ['no string', 12345678],
  ])('a key that is %s is none', (_, key) => {
    expect(read(published({ text: 'x', key }), NOW, 'e').key).toBe('at:e/3');
  });

  test('without a key it is another message in another life of the stream', () => {
    expect(read(published('x'), NOW, 'a').key).not.toBe(read(published('x'), NOW, 'b').key);
  });

  test('what is too deep to be written as text does no harm', () => {
    let deep: unknown = [];
    for (let depth = 0; depth < 200_000; depth++) {
      deep = [deep];
    }
    expect(read(published(deep), NOW, 'e').text).toContain('too deep');
    const text = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
    expect(read(published(text), NOW, 'e').text).not.toBe('');
  });

  test('a clock that is far ahead is not believed', () => {
    const at = (value: unknown): number => read(published({ text: 'x', at: value }), NOW, 'e').at;
    expect(at(NOW + 1000)).toBe(NOW + 1000);
    expect(at(NOW + 3_600_000)).toBe(NOW);
    expect(at(-1)).toBe(NOW);
    expect(at(Number.NaN)).toBe(NOW);
    expect(at('yesterday')).toBe(NOW);
  });
});

describe('what is shown', () => {
  test('control characters are seen, and line ends are line ends', () => {
    expect(shown('a\u0000b\u0007c\u007fd\u0085e')).toBe('a␀b␇c␡d\ufffde');
    expect(shown('a\r\nb\rc\u2028d\te')).toBe('a\nb\nc\nd  e');
  });

  test('nothing turns the text around it', () => {
    expect(shown('user\u202egpj.exe\u2066')).toBe('user\ufffdgpj.exe\ufffd');
  });

  test('piled up marks are taken off, those of scripts stay', () => {
    expect(shown(`e${'\u0301'.repeat(50)}x`)).toBe(`e${'\u0301'.repeat(4)}x`);
    expect(shown('ที่ว่าง e\u0302\u0301')).toBe('ที่ว่าง e\u0302\u0301');
  });

  test('long texts are cut, between characters', () => {
    expect(length(shown('x'.repeat(5_000_000)))).toBe(MAX_TEXT + 1);
    expect(cut('😀😀😀', 2)).toBe('😀😀…');
    expect(cut('😀😀', 2)).toBe('😀😀');
    expect(cut('', 2)).toBe('');
  });

  test('a name is one short line', () => {
    expect(shownName(' Ann\n\nLee ')).toBe('Ann Lee');
    expect(length(shownName('n'.repeat(1000)))).toBe(MAX_NAME + 1);
    expect(shownName('')).toBe('');
  });
});

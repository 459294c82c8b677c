import { describe, expect, it } from 'vitest';
import { GROUPS } from '../docsite/chapters';
import { parse } from '../docsite/markdown';
import { searchIndex } from '../docsite/search';
import { commands } from '../src/docs/commands';
import { EXCERPT, excerpt, marked, type Piece } from '../src/docs/marks';
import { MAX_RESULTS, Search } from '../src/docs/search';
import { folded, parts, words } from '../src/docs/words';

const PAGES: Readonly<Record<string, string>> = {
  'docs/guide/channels.md':
    '# Channels\n\nA channel has a history.\n\n## Recovery\n\nWho comes back gets what it missed: `historySize` publications.\n',
  'docs/limits.md':
    '# Limits\n\n| limit | default |\n|---|---|\n| `queueBytes` | 1 MiB |\n\n## Größe\n\nÜber die Straße.\n',
  'docs/decisions/0001-a.md': '# 0001: Recovery\n\nWhy recovery is there, with code 3500.\n',
};

function search(pages = PAGES): Search {
  const parsed = new Map(Object.entries(pages).map(([path, text]) => [path, parse(path, text)]));
  const all = [...parsed.keys()].map((path) => ({
    path,
    group:
      GROUPS.find(({ rest }) => path.includes('decisions') && rest?.includes('docs/decisions')) ??
      (GROUPS[1] as (typeof GROUPS)[number]),
  }));
  return new Search(searchIndex(all, parsed, (path) => parsed.get(path)?.title ?? path));
}

const plain = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');
const marks = (pieces: readonly Piece[]): string[] =>
  pieces.filter((piece) => piece.marked).map(({ text }) => text);

describe('a search', () => {
  it('finds a section by its heading before others that only say it', () => {
    const [first] = search().find('recovery');
    expect(first?.url).toBe('/docs/guide/channels/#recovery');
    expect(plain(first?.page ?? [])).toBe('Channels');
    expect(marks(first?.heading ?? [])).toEqual(['Recovery']);
  });

  it.each([
    'RECOVERY',
    'recov',
    'recoverry',
    'gets missed',
    'historysize',
    'size',
    'history-size',
  ])('finds it by %s: whatever the case, by a beginning, with a slip, by some words', (query) => {
    expect(
      search()
        .find(query)
        .map(({ url }) => url),
    ).toContain('/docs/guide/channels/#recovery');
  });

  it.each([
    'größe',
    'GRÖSSE',
    'grosse',
    'Groesse',
    'ÜBER',
    'uber',
    'STRASSE',
    'straße',
  ])('knows no difference of case and umlauts: %s', (query) => {
    const found = search()
      .find(query)
      .map(({ url }) => url);
    expect(found).toContain('/docs/limits/#größe');
  });

  it('finds a name by its parts, in tables too, and a number as it is', () => {
    const [first] = search().find('bytes');
    expect(first?.url).toBe('/docs/limits/');
    expect(marks(first?.excerpt ?? [])).toEqual(['queueBytes']);
    expect(search().find('3500')).toHaveLength(1);
    expect(search().find('3501')).toEqual([]);
  });

  it('finds a word before a name that has it as a part', () => {
    const both = search({
      'docs/limits.md': '# Limits\n\nRecoveryTest, RecoveryStressTest, recoveryBytes\n',
      'docs/guide/plain.md':
        '# Plain\n\nOf recovery it says a word among many others that are here.\n',
    });
    expect(both.find('recovery').map(({ url }) => url)).toEqual([
      '/docs/guide/plain/',
      '/docs/limits/',
    ]);
  });

  it('finds what has some of the words where nothing has all', () => {
    expect(search().find('recovery zebra')).not.toEqual([]);
    expect(search().find('zebra')).toEqual([]);
  });

  it.each([
    '',
    '   ',
    '<script>',
    '"\'; --',
    '\\',
    '(((',
    '__proto__',
    'constructor',
    '\u0000',
    '💥',
  ])('takes whatever is typed for text: %j', (query) => {
    expect(search().find(query)).toEqual([]);
  });

  it('looks for so many words of so many letters, and shows so many places', () => {
    const sections = Array.from({ length: 100 }, (_, n) => `## Part ${n}\n\nzebra\n`).join('\n');
    const many = search({ 'docs/limits.md': `# Limits\n\n${sections}` });
    expect(many.find('zebra')).toHaveLength(MAX_RESULTS);
    expect(many.find(`zebra ${'limits '.repeat(20)}nowhere`)).toEqual(many.find('zebra limits'));
    expect(many.find('z'.repeat(100_000))).toEqual([]);
  });
});

describe('what is marked', () => {
  it('are the words that were found, as they are written', () => {
    const pieces = marked('Recovery, recovered; queueBytes', new Set(['recovery', 'bytes']));
    expect(plain(pieces)).toBe('Recovery, recovered; queueBytes');
    expect(marks(pieces)).toEqual(['Recovery', 'queueBytes']);
    expect(marked('', new Set())).toEqual([]);
  });

  it('is in an excerpt, which is a part of a long text', () => {
    const text = `${'before '.repeat(50)}needle ${'after '.repeat(50)}`;
    const pieces = excerpt(text, new Set(['needle']));
    expect(marks(pieces)).toEqual(['needle']);
    expect(plain(pieces)).toMatch(/^… before .* after …$/);
    expect(plain(pieces).length).toBeLessThan(EXCERPT + 10);
    expect(plain(excerpt('short', new Set(['none'])))).toBe('short');
    const twice = `one ${'before '.repeat(50)}one two ${'after '.repeat(50)}`;
    expect(marks(excerpt(twice, new Set(['one', 'two'])))).toEqual(['one', 'two']);
    expect(plain(excerpt('x'.repeat(500), new Set()))).toBe(`${'x'.repeat(EXCERPT)} …`);
  });
});

describe('words', () => {
  it('are letters and digits, folded, and the parts of names', () => {
    expect(words('history-size: a_b, „Straße“ 3500')).toEqual([
      'history',
      'size',
      'a',
      'b',
      'Straße',
      '3500',
    ]);
    expect(folded('GRÖẞE')).toBe('grosse');
    expect(parts('HTTPServer2Go')).toEqual(['httpserver2go', 'http', 'server2', 'go']);
    expect(parts('plain')).toEqual(['plain']);
  });
});

describe('what is copied', () => {
  it('are the commands of a dialogue, and all of anything else', () => {
    expect(commands('a\n  b')).toBe('a\n  b');
    expect(commands('$ one --a\nanswer\n$ two \\\n    more\nanswer')).toBe(
      'one --a\ntwo \\\n    more',
    );
  });
});

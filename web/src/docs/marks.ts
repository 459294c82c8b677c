// What is shown of a text that was found: the words that were looked for are marked, and of a long text a part is enough. Pure.

import { parts } from './words';

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

const WORD = /[\p{L}\p{N}]+/gu;
/** About how many characters an excerpt has, and how many of them stand before the first word that is marked. */
export const EXCERPT = 180;
const BEFORE = 60;

/** @param terms folded words, as the index has them */
export function marked(text: string, terms: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const word of text.matchAll(WORD)) {
    if (isAmong(word[0], terms)) {
      pieces.push({ text: text.slice(end, word.index), marked: false });
      pieces.push({ text: word[0], marked: true });
      end = word.index + word[0].length;
    }
  }
  pieces.push({ text: text.slice(end), marked: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** The part of a text where the most of these words are; its beginning if it has none of them. */
export function excerpt(text: string, terms: ReadonlySet<string>): Piece[] {
  const first = richest(text, terms);
  const from = first <= BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1;
  const start = from > first ? first : from;
  const whole = start + EXCERPT >= text.length;
  const blank = text.lastIndexOf(' ', start + EXCERPT);
  const end = whole ? text.length : blank > first ? blank : start + EXCERPT;
  const cut = `${start > 0 ? '… ' : ''}${text.slice(start, end)}${whole ? '' : ' …'}`;
  return marked(cut.replace(/\s+/g, ' '), terms);
}

/** Where the first word stands of the part with the most different words of these. */
function richest(text: string, terms: ReadonlySet<string>): number {
  const hits = [...text.matchAll(WORD)].filter((word) => isAmong(word[0], terms));
  let best = { index: 0, count: 0 };
  hits.forEach(({ index }, at) => {
    const near = new Set<string>();
    for (let i = at; i < hits.length && (hits[i]?.index ?? 0) < index + EXCERPT - BEFORE; i++) {
      for (const part of parts(hits[i]?.[0] ?? '')) {
        if (terms.has(part)) {
          near.add(part);
        }
      }
    }
    if (near.size > best.count) {
      best = { index, count: near.size };
    }
  });
  return best.index;
}

function isAmong(word: string, terms: ReadonlySet<string>): boolean {
  return parts(word).some((part) => terms.has(part));
}

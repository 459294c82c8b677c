// The words of a text, as they are found: the same for the index, for what somebody types, and for what is marked in a result.

import type { Options } from 'minisearch';

/** A section of a page: what a search finds. */
export interface Found {
  readonly url: string;
  /** The title of the page, and of its part; the same for what a page begins with. */
  readonly page: string;
  readonly heading: string;
  readonly text: string;
  /** The parts of the names in it: `queue Bytes`. */
  readonly names?: string;
  /** What it counts beside others. */
  readonly weight: number;
}

const WORD = /[\p{L}\p{N}]+/gu;
const HUMP = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

export function words(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** A word without regard to case, accents and umlauts: `Größe` is `grosse`. */
export function folded(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
}

/** A word, and the parts of it if it is a name such as `queueBytes`: it is found by them too. Folded. */
export function parts(word: string): string[] {
  const humps = word.split(HUMP);
  return humps.length > 1 ? [word, ...humps].map(folded) : [folded(word)];
}

/** The parts of all names in a text. */
export function namesIn(text: string): string {
  return words(text)
    .flatMap((word) => parts(word).slice(1))
    .join(' ');
}

/** How the index is made, and read: it must be the same. */
export const INDEX: Options<Found & { id: number }> = {
  fields: ['page', 'heading', 'text', 'names'],
  storeFields: ['url', 'page', 'heading', 'text', 'weight'],
  tokenize: words,
  processTerm: folded,
};

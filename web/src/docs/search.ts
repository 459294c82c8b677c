// Searches the index that was made with the pages. Pure.

import MiniSearch, { type SearchOptions, type SearchResult } from 'minisearch';
import { excerpt, marked, type Piece } from './marks';
import { type Found, folded, INDEX, words } from './words';

/** Of what is typed, so many words of so many characters are looked for. */
export const MAX_WORDS = 12;
export const MAX_WORD = 50;
export const MAX_RESULTS = 20;

export interface Result {
  readonly url: string;
  readonly page: readonly Piece[];
  /** Empty where it is the page's own beginning. */
  readonly heading: readonly Piece[];
  readonly excerpt: readonly Piece[];
}

const OPTIONS: SearchOptions = {
  boost: { page: 2, heading: 4 },
  processTerm: folded,
  // One letter is the beginning of too much; a number is never almost another one.
  prefix: (term) => term.length > 1,
  fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
  boostDocument: (_, __, stored) => (stored as unknown as Found | undefined)?.weight ?? 1,
};

export class Search {
  readonly #index: MiniSearch;

  /** @param json an index; throws if it is none */
  constructor(json: string) {
    this.#index = MiniSearch.loadJSON(json, INDEX);
  }

  /** The best first; sections that have all of the words, or if there are none those that have some. */
  find(query: string): Result[] {
    const asked = words(query)
      .slice(0, MAX_WORDS)
      .map((word) => word.slice(0, MAX_WORD))
      .join(' ');
    if (asked === '') {
      return [];
    }
    const all = this.#index.search(asked, { ...OPTIONS, combineWith: 'AND' });
    const found = all.length > 0 ? all : this.#index.search(asked, OPTIONS);
    return found.slice(0, MAX_RESULTS).map(resultOf);
  }
}

function resultOf(hit: SearchResult): Result {
  const { url, page, heading, text } = hit as unknown as Found;
  const terms = new Set(hit.terms);
  return {
    url,
    page: marked(page, terms),
    heading: url.includes('#') ? marked(heading, terms) : [],
    excerpt: excerpt(text, terms),
  };
}

// Searches the index that was made with the pages. Pure.

import MiniSearch, { type SearchOptions, type SearchResult } from 'minisearch';
import { excerpt, marked, type Piece } from './marks';
import { type Found, INDEX, words } from './words';

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

/** As it is written, or its beginning; one letter is the beginning of too much. */
const EXACT: SearchOptions = {
  // A part of a name is said in passing, mostly of a test or a class.
  boost: { page: 2, heading: 4, names: 0.1 },
  weights: { prefix: 0.1, fuzzy: 0.05 },
  combineWith: 'AND',
  prefix: (term) => term.length > 1,
  boostDocument: (_, __, stored) => (stored as unknown as Found | undefined)?.weight ?? 1,
};

/** With a slip; a number is never almost another one. */
const ALMOST: SearchOptions = {
  ...EXACT,
  fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
};

/** What is asked in turn, until something is found. */
const ATTEMPTS: readonly SearchOptions[] = [EXACT, ALMOST, { ...ALMOST, combineWith: 'OR' }];

export class Search {
  readonly #index: MiniSearch;

  /** @param json an index; throws if it is none */
  constructor(json: string) {
    this.#index = MiniSearch.loadJSON(json, INDEX);
  }

  /** The best first; sections that have all of the words; if there are none, almost all of them; if there are none, some. */
  find(query: string): Result[] {
    const asked = words(query)
      .slice(0, MAX_WORDS)
      .map((word) => word.slice(0, MAX_WORD))
      .join(' ');
    if (asked === '') {
      return [];
    }
    for (const options of ATTEMPTS) {
      const found = this.#index.search(asked, options);
      if (found.length > 0) {
        return found.slice(0, MAX_RESULTS).map(resultOf);
      }
    }
    return [];
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

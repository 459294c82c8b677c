// The index that a page searches in, made when the pages are.

import MiniSearch from 'minisearch';
import { type Found, INDEX, namesIn } from '../src/docs/words';
import type { Chapter } from './chapters';
import { urlOf } from './links';
import type { Parsed } from './markdown';

/** JSON of an index of all sections of these pages. */
export function searchIndex(
  chapters: readonly Chapter[],
  pages: ReadonlyMap<string, Parsed>,
  nameOf: (path: string) => string,
): string {
  const index = new MiniSearch<Found & { id: number }>(INDEX);
  const sections = chapters.flatMap(({ path, group }) =>
    (pages.get(path)?.sections ?? []).map(({ heading, text }) => ({
      url: urlOf(path) + (heading.id === '' ? '' : `#${heading.id}`),
      page: nameOf(path),
      heading: heading.text,
      text,
      names: namesIn(`${heading.text} ${text}`),
      weight: group.weight ?? 1,
    })),
  );
  index.addAll(sections.map((section, id) => ({ ...section, id })));
  return JSON.stringify(index);
}

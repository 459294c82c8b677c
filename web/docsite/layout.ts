// What stands around a page's text: the chapters, what is on this page, the way on.

import { folderOf, type Group } from './chapters';
import { escaped } from './html';
import type { Section } from './markdown';

export interface Entry {
  readonly url: string;
  readonly name: string;
  readonly group: Group;
}

/** The places of the shell, `{{title}}` and so on, and what is put there. */
export interface Places {
  readonly title: string;
  readonly chapters: string;
  readonly article: string;
  readonly contents: string;
  readonly index: string;
}

const PLACE = /\{\{(title|chapters|article|contents|index)\}\}/g;
/** Headings below these are not listed. */
const LISTED_LEVEL = 3;
/** A page that says less at a time has no use for a list of it. */
const LEAST_LISTED = 2;

export function fill(shell: string, places: Places): string {
  return shell.replace(PLACE, (_, place: keyof Places) => places[place]);
}

/** All pages by their groups; the one at `here` says that it is this. */
export function chapterList(entries: readonly Entry[], here: string): string {
  const groups = [...new Set(entries.map((entry) => entry.group))];
  return groups
    .map((group) => {
      const own = entries.filter((entry) => entry.group === group);
      const list = `<ul>${own.map((entry) => `<li>${link(entry, here)}</li>`).join('')}</ul>`;
      const title = escaped(group.title);
      if (!group.folded) {
        return `<p>${title}</p>${list}`;
      }
      const open = own.some((entry) => entry.url === here) ? ' open' : '';
      return `<details${open}><summary>${title}</summary>${list}</details>`;
    })
    .join('\n');
}

function link({ url, name }: Entry, here: string): string {
  return `<a href="${url}"${url === here ? ' aria-current="page"' : ''}>${escaped(name)}</a>`;
}

/** The headings of a page; empty if there are too few to be listed. */
export function contentsList(sections: readonly Section[]): string {
  const listed = sections
    .map(({ heading }) => heading)
    .filter(({ id, level }) => id !== '' && level <= LISTED_LEVEL);
  if (listed.length < LEAST_LISTED) {
    return '';
  }
  const items = listed.map(
    ({ id, level, text }) =>
      `<li class="level-${level}"><a href="#${escaped(id)}">${escaped(text)}</a></li>`,
  );
  return `<p id="contents-title">On this page</p><ul>${items.join('')}</ul>`;
}

/** What stands below the text: the pages before and after it, and what file it is made of. */
export function wayOn(entries: readonly Entry[], here: string, file: string): string {
  const at = entries.findIndex((entry) => entry.url === here);
  const before = at > 0 ? entries[at - 1] : undefined;
  const after = at >= 0 ? entries[at + 1] : undefined;
  const link = (entry: Entry | undefined, rel: string, word: string): string =>
    entry === undefined
      ? ''
      : `<a rel="${rel}" href="${entry.url}"><small>${word}</small> ${escaped(entry.name)}</a>`;
  return `<nav class="way-on" aria-label="Next pages">${link(before, 'prev', 'Before')}${link(after, 'next', 'Next')}</nav>
<p class="made-of">This page is made of <code>${escaped(file)}</code>.</p>`;
}

/** The files in a folder, or a file, that is no page of Markdown. */
export function sourcePage(path: string, body: string): string {
  const folder = folderOf(path);
  const where = folder === '' ? '' : `<p class="hint">In <code>${escaped(folder)}</code></p>`;
  return `<h1>${escaped(path.slice(folder === '' ? 0 : folder.length + 1))}</h1>${where}\n${body}`;
}

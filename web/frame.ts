// What all pages share in their HTML, put there when they are built: the head, the bar with the way to the others, and sources that a
// page shows.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** `<!-- head -->`, `<!-- bar -->`, and `<!-- source: path -->`, a file of this repository as text. */
const PLACE = /<!-- (head|bar|source: ([\w./-]+)) -->/g;

export function frame(): Plugin {
  return {
    name: 'frame',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { path }) =>
        html.replace(PLACE, (_, what: string, source: string | undefined) =>
          source === undefined ? part(what, path) : escaped(read(`../${source}`)),
        ),
    },
  };
}

/** In the bar the link to the page itself says so. */
function part(name: string, path: string): string {
  const page = path.replace(/index\.html$/, '');
  return read(`frame/${name}.html`)
    .trim()
    .replace(`<a href="${page}"`, `<a href="${page}" aria-current="page"`);
}

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

function escaped(text: string): string {
  return text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

// Where the documentation's pages are served, and where what they link to is: other pages, their headings, and the files that they
// point at. A link that leads nowhere is a problem, and a problem ends the build.

import { posix } from 'node:path';
import { folderOf, nameOf } from './chapters';
import { anchors, type Parsed } from './markdown';
import { isPage, type Repository } from './repository';

export const ROOT = '/docs/';
/** Above files that are no pages. */
const SOURCES = `${ROOT}source/`;
/** Above drawings, which pages show. */
const DRAWINGS = `${ROOT}drawings/`;
const README = 'README.md';
const ELSEWHERE = /^(https?|mailto):/;

/** The address of a page of Markdown: `docs/guide/chat.md` is `/docs/guide/chat/`. */
export function urlOf(path: string): string {
  const name = path.replace(/^docs\//, '').replace(/\.md$/, '');
  const place = name === 'README' ? '' : name.replace(/\/README$/, '');
  return place === '' ? ROOT : `${ROOT}${place.toLowerCase()}/`;
}

/** The address of any other file, or folder, shown as a page. */
export function sourceUrlOf(path: string): string {
  return `${SOURCES}${path.split('/').map(encodeURIComponent).join('/')}/`;
}

/** The address of a drawing. */
export function drawingUrlOf(path: string): string {
  return `${DRAWINGS}${path.split('/').map(encodeURIComponent).join('/')}`;
}

export class Links {
  /** Files and folders that are no pages, and that pages point at; it grows while links are resolved. */
  readonly sources = new Set<string>();
  /** Drawings that pages show; likewise. */
  readonly drawings = new Set<string>();
  readonly problems: string[] = [];

  constructor(
    private readonly repository: Repository,
    private readonly pages: ReadonlyMap<string, Parsed>,
  ) {}

  /** The address of what the page at `from` calls `href`. */
  resolve(from: string, href: string): string {
    if (ELSEWHERE.test(href)) {
      return href;
    }
    const [name = '', fragment = ''] = href.split('#', 2);
    const path = decodeURI(name === '' ? from : posix.join(folderOf(from), name)).replace(
      /\/$/,
      '',
    );
    if (href.startsWith('/') || path.startsWith('..')) {
      this.problems.push(`${from} links to ${href}, which is not of this repository`);
      return href;
    }
    const page = this.#pageAt(path);
    if (page === null) {
      return this.#source(from, href, path, fragment);
    }
    if (fragment !== '' && !anchors(page).includes(fragment)) {
      this.problems.push(`${from} links to ${href}, and ${page.path} has no such heading`);
    }
    return urlOf(page.path) + (fragment === '' ? '' : `#${fragment}`);
  }

  /** The address of the drawing that the page at `from` shows as `source`. */
  drawing(from: string, source: string): string {
    const path = posix.join(folderOf(from), decodeURI(source));
    if (path.startsWith('..') || this.repository.kind(path) !== 'file') {
      this.problems.push(`${from} shows ${source}, which is not there`);
      return source;
    }
    this.drawings.add(path);
    return drawingUrlOf(path);
  }

  /** A page, or that of a folder. */
  #pageAt(path: string): Parsed | null {
    return this.pages.get(path) ?? this.pages.get(posix.join(path, README)) ?? null;
  }

  #source(from: string, href: string, path: string, fragment: string): string {
    if (this.repository.kind(path) === 'none' || isPage(path) || fragment !== '') {
      this.problems.push(`${from} links to ${href}, which is not there`);
      return href;
    }
    this.sources.add(path);
    return sourceUrlOf(path);
  }

  /** What a page is called in a list of them. */
  nameOf(path: string): string {
    return nameOf(path, this.pages.get(path)?.title ?? path);
  }
}

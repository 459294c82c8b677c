// The documentation as pages: all of this repository's Markdown, and the files that it points at.

import { type Chapter, chapters } from './chapters';
import { highlighted } from './code';
import { escaped } from './html';
import { chapterList, contentsList, type Entry, sourcePage, wayOn } from './layout';
import { drawingUrlOf, Links, ROOT, sourceUrlOf, urlOf } from './links';
import { type Parsed, parse, render } from './markdown';
import type { Repository } from './repository';
import { searchIndex } from './search';

export interface SitePage {
  /** As a browser asks for it; ends with a slash. */
  readonly url: string;
  readonly title: string;
  readonly article: string;
  readonly chapters: string;
  readonly contents: string;
}

/** A drawing that pages show. */
export interface Drawing {
  readonly url: string;
  readonly source: string;
}

export interface Site {
  readonly pages: readonly SitePage[];
  readonly drawings: readonly Drawing[];
  /** What is answered where there is none of them. */
  readonly missing: SitePage;
  /** JSON. */
  readonly index: string;
}

/** Throws an error that names everything that is wrong: a link that leads nowhere, a page that nobody would find, HTML. */
export function site(repository: Repository): Site {
  const files = repository.pages();
  const order = chapters(files);
  const parsed = new Map(files.map((path) => [path, parse(path, repository.read(path))]));
  const links = new Links(repository, parsed);
  const entries = order.chapters.map(({ path, group }) => ({
    url: urlOf(path),
    name: links.nameOf(path),
    group,
  }));
  const read = order.chapters.map((chapter) => page(chapter, parsed, links, entries));
  const pages = [...read, ...sources(repository, links, entries)];
  const problems = [
    ...order.problems,
    ...[...parsed.values()].flatMap((it) => it.problems),
    ...links.problems,
    ...twice(pages),
  ];
  if (problems.length > 0) {
    throw new Error(`The documentation cannot be made:\n  ${problems.join('\n  ')}`);
  }
  return {
    pages,
    drawings: [...links.drawings].map((path) => ({
      url: drawingUrlOf(path),
      source: repository.read(path),
    })),
    missing: missing(entries),
    index: searchIndex(order.chapters, parsed, (path) => links.nameOf(path)),
  };
}

function page(
  { path }: Chapter,
  parsed: ReadonlyMap<string, Parsed>,
  links: Links,
  entries: readonly Entry[],
): SitePage {
  const it = parsed.get(path) as Parsed;
  const url = urlOf(path);
  return {
    url,
    title: links.nameOf(path),
    article:
      render(
        it,
        (href) => links.resolve(path, href),
        (source) => links.drawing(path, source),
      ) + wayOn(entries, url, path),
    chapters: chapterList(entries, url),
    contents: contentsList(it.sections),
  };
}

/** What pages point at, and what is in the folders among that. */
function sources(repository: Repository, links: Links, entries: readonly Entry[]): SitePage[] {
  const pages: SitePage[] = [];
  // A set goes on to what is added to it meanwhile.
  for (const path of links.sources) {
    const folder = repository.kind(path) === 'folder';
    const body = folder
      ? `<ul>${repository
          .list(path)
          .map((name) => {
            const url = links.resolve(`${path}/`, name);
            return `<li><a href="${url}"><code>${escaped(name)}</code></a></li>`;
          })
          .join('')}</ul>`
      : `${running(path)}<figure class="snippet"><pre><code>${highlighted(repository.read(path).trimEnd(), languageOf(path))}</code></pre></figure>`;
    const url = sourceUrlOf(path);
    pages.push({
      url,
      title: path,
      article: sourcePage(path, body),
      chapters: chapterList(entries, url),
      contents: '',
    });
  }
  return pages;
}

/** The examples for browsers are served too. */
function running(path: string): string {
  const name = /^examples\/browser\/(.*\.html)$/.exec(path)?.[1];
  return name === undefined
    ? ''
    : `<p><a href="/examples/${name}">The page itself, running</a></p>`;
}

function languageOf(path: string): string {
  return /\.(\w+)$/.exec(path)?.[1] ?? '';
}

function missing(entries: readonly Entry[]): SitePage {
  return {
    url: `${ROOT}404.html`,
    title: 'Not found',
    article:
      '<h1>There is no such page</h1>\n<p>It may have had another name. Search for what it was about, or pick a chapter.</p>',
    chapters: chapterList(entries, ''),
    contents: '',
  };
}

function twice(pages: readonly SitePage[]): string[] {
  const urls = pages.map(({ url }) => url);
  return urls
    .filter((url, at) => urls.indexOf(url) !== at)
    .map((url) => `two pages would be at ${url}`);
}

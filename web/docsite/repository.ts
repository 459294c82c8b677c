// The files of this repository that the documentation is made of, and those that it points at.

import { readdirSync, readFileSync, statSync } from 'node:fs';

/** Where a page may be: in the root itself, and anywhere below the others. */
const FOLDERS = ['docs', 'benchmarks/results'];

export interface Repository {
  /** The pages, as paths from the root. */
  pages(): string[];
  read(path: string): string;
  /** What is at a path. */
  kind(path: string): 'file' | 'folder' | 'none';
  /** The names of the files in a folder, sorted. */
  list(folder: string): string[];
}

/** @param root ends with a slash */
export function repository(root: URL): Repository {
  const at = (path: string): URL => new URL(path, root);
  const pagesBelow = (folder: string): string[] =>
    readdirSync(at(`${folder}/`), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? pagesBelow(path) : isPage(path) ? [path] : [];
    });
  return {
    pages: () => [...readdirSync(root).filter(isPage), ...FOLDERS.flatMap(pagesBelow)],
    read: (path) => readFileSync(at(path), 'utf8'),
    kind: (path) => {
      const found = statSync(at(path), { throwIfNoEntry: false });
      return found === undefined ? 'none' : found.isDirectory() ? 'folder' : 'file';
    },
    list: (folder) =>
      readdirSync(at(`${folder}/`), { withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map((entry) => entry.name)
        .sort(),
  };
}

export function isPage(path: string): boolean {
  return path.endsWith('.md');
}

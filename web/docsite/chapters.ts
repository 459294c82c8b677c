// In which order the documentation is read: the groups of its pages, and what comes first in each.

export interface Group {
  readonly title: string;
  /** Files of this repository, in their order. */
  readonly first: readonly string[];
  /** Folders whose other pages follow, by name: a new guide is there without a word here. */
  readonly rest?: readonly string[];
  /** Whether it is open only where one reads in it: many pages, seldom read one after the other. */
  readonly folded?: boolean;
  /** What a page of it counts in a search, beside others that say the same; 1 unless said. */
  readonly weight?: number;
}

export const GROUPS: readonly Group[] = [
  { title: 'Start', first: ['README.md', 'docs/guide/running.md'], weight: 1.2 },
  {
    title: 'Guides',
    first: [
      'docs/guide/channels.md',
      'docs/guide/centrifuge.md',
      'docs/guide/plain.md',
      'docs/guide/sockjs.md',
      'docs/guide/tokens.md',
      'docs/guide/http-api.md',
      'docs/guide/durability.md',
      'docs/guide/redis.md',
      'docs/guide/balancing.md',
      'docs/guide/embedding.md',
      'docs/guide/spring.md',
      'docs/guide/verify.md',
      'docs/guide/chat.md',
      'docs/guide/ticker.md',
    ],
    rest: ['docs/guide'],
    weight: 1.2,
  },
  {
    title: 'Reference',
    first: ['docs/configuration.md', 'docs/limits.md', 'docs/close-codes.md', 'docs/metrics.md'],
  },
  { title: 'Operations', first: ['docs/operations.md', 'SECURITY.md'], rest: ['docs'] },
  { title: 'Design', first: ['ARCHITECTURE.md', 'docs/concurrency.md'] },
  {
    title: 'Decisions',
    first: ['docs/decisions/README.md'],
    rest: ['docs/decisions'],
    folded: true,
    weight: 0.6,
  },
  {
    title: 'Measurements',
    first: ['docs/benchmarks.md', 'docs/profile.md'],
    rest: ['docs/reports', 'benchmarks/results'],
    folded: true,
    weight: 0.5,
  },
  { title: 'Project', first: ['CHANGELOG.md', 'CONTRIBUTING.md'], weight: 0.7 },
];

/** What a page is called among the others, if not by its title. */
const NAMES: Readonly<Record<string, string>> = { 'README.md': 'Overview' };

export interface Chapter {
  readonly path: string;
  readonly group: Group;
}

/** All pages in their order, and what is wrong with it: pages that are not there, and those that nobody would find. */
export function chapters(files: readonly string[]): { chapters: Chapter[]; problems: string[] } {
  const problems: string[] = [];
  const placed = new Set(GROUPS.flatMap((group) => group.first));
  for (const path of placed) {
    if (!files.includes(path)) {
      problems.push(`docsite/chapters.ts names ${path}, which is not there`);
    }
  }
  const found = GROUPS.flatMap((group) => [
    ...group.first.filter((path) => files.includes(path)).map((path) => ({ path, group })),
    ...(group.rest ?? []).flatMap((folder) =>
      files
        .filter((path) => folderOf(path) === folder && !placed.has(path))
        .sort()
        .map((path) => ({ path, group })),
    ),
  ]);
  for (const path of files) {
    if (!found.some((chapter) => chapter.path === path)) {
      problems.push(`${path} is in no group of docsite/chapters.ts`);
    }
  }
  return { chapters: found, problems };
}

export function nameOf(path: string, title: string): string {
  return NAMES[path] ?? title;
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

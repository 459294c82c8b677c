import { describe, expect, it } from 'vitest';
import { chapters, GROUPS } from '../docsite/chapters';
import { isDiagram, snippet } from '../docsite/code';
import { fill } from '../docsite/layout';
import { sourceUrlOf, urlOf } from '../docsite/links';
import { parse, render } from '../docsite/markdown';
import type { Repository } from '../docsite/repository';
import { site } from '../docsite/site';

/** What the order names has to be there; of it these pages say something. */
function repository(files: Readonly<Record<string, string>>): Repository {
  const named = GROUPS.flatMap((group) => group.first).map((path) => [path, '# A page\n']);
  const all: Record<string, string> = { ...Object.fromEntries(named), ...files };
  const paths = Object.keys(all);
  return {
    pages: () => paths.filter((path) => path.endsWith('.md')),
    read: (path) => all[path] ?? '',
    kind: (path) =>
      path in all ? 'file' : paths.some((it) => it.startsWith(`${path}/`)) ? 'folder' : 'none',
    list: (folder) =>
      paths
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
  };
}

function article(files: Readonly<Record<string, string>>, url: string): string {
  const found = site(repository(files)).pages.find((page) => page.url === url);
  return found?.article ?? 'no such page';
}

describe('addresses', () => {
  it('are those of the files, without what is in all of them', () => {
    expect(urlOf('README.md')).toBe('/docs/');
    expect(urlOf('docs/guide/chat.md')).toBe('/docs/guide/chat/');
    expect(urlOf('docs/decisions/README.md')).toBe('/docs/decisions/');
    expect(urlOf('ARCHITECTURE.md')).toBe('/docs/architecture/');
    expect(urlOf('benchmarks/results/a.md')).toBe('/docs/benchmarks/results/a/');
    expect(sourceUrlOf('examples/a b.html')).toBe('/docs/source/examples/a%20b.html/');
  });

  it('are refused if two pages would have one', () => {
    expect(() => site(repository({ 'docs/changelog.md': '# Another' }))).toThrow(
      'two pages would be at /docs/changelog/',
    );
  });
});

describe('the order', () => {
  it('takes what is new in a folder behind what it names', () => {
    const guides = chapters(repository({ 'docs/guide/new.md': '' }).pages())
      .chapters.filter(({ group }) => group.title === 'Guides')
      .map(({ path }) => path);
    expect(guides[0]).toBe('docs/guide/channels.md');
    expect(guides.at(-1)).toBe('docs/guide/new.md');
  });

  it('says what it names and is not there, and what nobody would find', () => {
    const { problems } = chapters([
      ...repository({})
        .pages()
        .filter((path) => path !== 'SECURITY.md'),
      'docs/elsewhere/lost.md',
    ]);
    expect(problems).toEqual([
      'docsite/chapters.ts names SECURITY.md, which is not there',
      'docs/elsewhere/lost.md is in no group of docsite/chapters.ts',
    ]);
  });
});

describe('links', () => {
  const pages = {
    'README.md':
      '# Duplex\n\n[a](docs/guide/chat.md#two-words) [d](docs/decisions/) [l](LICENSE) [e](examples/browser)\n\n[x](https://example.org/a.md)\n',
    'docs/guide/chat.md':
      '# A chat\n\n## Two words\n\n[back](../../README.md), [here](#two-words)\n',
    LICENSE: 'Do <what> you like',
    'examples/browser/a.html': '<p>',
  };

  it('lead to the pages, their headings, and the files', () => {
    expect(article(pages, '/docs/')).toContain('href="/docs/guide/chat/#two-words"');
    expect(article(pages, '/docs/')).toContain('href="/docs/decisions/"');
    expect(article(pages, '/docs/')).toContain('href="https://example.org/a.md"');
    expect(article(pages, '/docs/guide/chat/')).toContain('href="/docs/">back');
    expect(article(pages, '/docs/guide/chat/')).toContain('href="/docs/guide/chat/#two-words"');
    expect(article(pages, '/docs/source/LICENSE/')).toContain('Do &lt;what&gt; you like');
    const folder = article(pages, '/docs/source/examples/browser/');
    expect(folder).toContain('href="/docs/source/examples/browser/a.html/"');
    expect(article(pages, '/docs/source/examples/browser/a.html/')).toContain(
      'href="/examples/a.html"',
    );
  });

  it.each([
    ['[a](none.md)', 'README.md links to none.md, which is not there'],
    ['[a](SECURITY.md#none)', 'links to SECURITY.md#none, and SECURITY.md has no such heading'],
    ['[a](#none)', 'README.md links to #none, and README.md has no such heading'],
    ['[a](../out.md)', 'README.md links to ../out.md, which is not of this repository'],
    ['[a](/docs/)', 'README.md links to /docs/, which is not of this repository'],
    ['[a](LICENSE#none)', 'README.md links to LICENSE#none, which is not there'],
  ])('that lead nowhere fail the build: %s', (link, problem) => {
    expect(() => site(repository({ ...pages, 'README.md': `# Duplex\n\n${link}\n` }))).toThrow(
      problem,
    );
  });
});

describe('drawings', () => {
  const of = (source: string): Repository =>
    repository({
      'docs/benchmarks.md': `# Benchmarks\n\n![bars & such](${source})\n`,
      'docs/benchmarks/a b.svg': '<svg/>',
    });

  it('are shown, and come with the pages', () => {
    const made = site(of('benchmarks/a%20b.svg'));
    const url = '/docs/drawings/docs/benchmarks/a%20b.svg';
    expect(made.drawings).toEqual([{ url, source: '<svg/>' }]);
    expect(made.pages.find((page) => page.url === '/docs/benchmarks/')?.article).toContain(
      `<img class="drawing" loading="lazy" src="${url}" alt="bars &amp; such">`,
    );
  });

  it('that are not there fail the build', () => {
    expect(() => site(of('benchmarks/c.svg'))).toThrow(
      'docs/benchmarks.md shows benchmarks/c.svg, which is not there',
    );
    expect(() => site(of('../../a.svg'))).toThrow('shows ../../a.svg');
  });
});

describe('a page', () => {
  const html = (markdown: string): string => render(parse('a.md', `# A\n\n${markdown}`), String);

  it('has anchors as GitHub makes them, each once', () => {
    const page = parse('a.md', '# `A` page\n\n## Who may *do* what?\n\n## Who may do what?\n');
    expect(page.title).toBe('A page');
    expect(page.sections.map(({ heading }) => heading.id)).toEqual([
      '',
      'who-may-do-what',
      'who-may-do-what-1',
    ]);
    expect(render(page, String)).toContain('<h2 id="who-may-do-what">Who may <em>do</em> what?');
  });

  it('has a title, and no HTML or picture that nobody would see', () => {
    const wrong = (markdown: string): readonly string[] => parse('a.md', markdown).problems;
    expect(wrong('No title\n')).toHaveLength(1);
    expect(wrong('## Small\n\n# Late\n')).toHaveLength(1);
    expect(wrong('# A\n\n<script>alert(1)</script>\n')).toHaveLength(1);
    expect(wrong('# A\n\nx <b>b</b>\n')).toHaveLength(2);
    expect(wrong('# A\n\n![a](a.png)\n')).toHaveLength(1);
    expect(wrong('# A\n\n![a](https://example.org/a.svg)\n')).toHaveLength(1);
    expect(wrong('# A\n\n![a](a.svg)\n')).toEqual([]);
    expect(wrong('# A\n\n<!-- a comment -->\n')).toEqual([]);
    expect(html('<!-- a comment -->\n\nx')).not.toContain('comment');
  });

  it('needs no styles of its own: what is aligned has a class', () => {
    const table = html('| | n |\n|---|--:|\n| a | 1 |\n');
    expect(table).toContain('<td class="right">1</td>');
    expect(table).not.toContain('style');
    expect(table).toContain('<td></td>\n<th class="right">n</th>');
  });

  it('has no head on a table whose head is empty', () => {
    const table = html('| | |\n|---|---|\n| a | b |\n');
    expect(table).not.toContain('<thead>');
    expect(table).toContain('<td>a</td>');
  });

  it('says what file its code is of, or in what language', () => {
    expect(html('<!-- of a/B.java -->\n```java\nvar a = "<b>";\n```\n')).toMatch(
      /<figcaption>a\/B.java<\/figcaption>.*<span class="hljs-string">&quot;&lt;b&gt;&quot;<\/span>/,
    );
    expect(html('```haproxy\na < b\n```\n')).toContain('<code>a &lt; b</code>');
    expect(html('    ./run\n')).toContain('<figure class="snippet"><pre><code>./run</code>');
  });

  it('shows a diagram of characters as one picture, by its heading', () => {
    const drawing = '    a ──► b\n          │\n          ▼\n';
    expect(html(`## The way\n\n${drawing}`)).toContain('role="img" aria-label="Diagram: The way"');
    expect(isDiagram('a ► b\n')).toBe(false);
    expect(snippet('x', '', { heading: '' })).not.toContain('img');
  });
});

describe('the shell', () => {
  it('is filled once: what is filled in is not looked through again', () => {
    const places = { title: '$&', chapters: '', article: '{{title}}', contents: '', index: 'i' };
    expect(fill('{{title}} {{article}} {{index}} {{other}}', places)).toBe(
      '$& {{title}} i {{other}}',
    );
  });

  it('says which page is read, what is on it, and how it goes on', () => {
    const page = site(
      repository({ 'docs/guide/running.md': '# Running\n\n## One\n\n### Two\n\n#### Deep\n' }),
    ).pages.find(({ url }) => url === '/docs/guide/running/');
    expect(page?.chapters).toContain('<a href="/docs/guide/running/" aria-current="page">Running');
    expect(page?.chapters).toContain('<details><summary>Decisions</summary>');
    expect(page?.contents).toContain('<li class="level-3"><a href="#two">Two</a></li>');
    expect(page?.contents).not.toContain('Deep');
    expect(page?.article).toContain('<a rel="prev" href="/docs/">');
    expect(page?.article).toContain('<a rel="next" href="/docs/guide/channels/">');
    expect(page?.article).toContain('<code>docs/guide/running.md</code>');
  });
});

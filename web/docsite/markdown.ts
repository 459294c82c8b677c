// A page of Markdown: read, with what others need to know of it (headings, anchors, text to be found), then written as HTML.

import GithubSlugger from 'github-slugger';
import MarkdownIt, { type RendererRule, type Token } from 'markdown-it';
import { snippet } from './code';
import { escaped } from './html';

export interface Heading {
  readonly level: number;
  /** What an address names it by, as GitHub does; empty for the title. */
  readonly id: string;
  readonly text: string;
}

/** What stands below one heading, as text: what a search finds. */
export interface Section {
  readonly heading: Heading;
  text: string;
}

export interface Parsed {
  readonly path: string;
  readonly title: string;
  readonly tokens: Token[];
  readonly sections: readonly Section[];
  readonly problems: readonly string[];
}

/** Where a link leads on the site; what is wrong with it is said elsewhere. */
export type Resolve = (href: string) => string;

/** `<!-- of a/file -->` before a block of code says whose that is. */
const OF = /^<!-- of (\S+) -->\s*$/;
const COMMENT = /^<!--.*-->\s*$/s;
/** A picture of this repository that has colours for the light and for the dark. */
const DRAWING = /^[^:/][^:]*\.svg$/;

const reader = new MarkdownIt({ html: true, linkify: false, typographer: false });

export function parse(path: string, markdown: string): Parsed {
  const tokens = reader.parse(markdown, {});
  const problems: string[] = [];
  comments(tokens, (what) => problems.push(`${path}: this cannot be shown: ${what.trim()}`));
  tables(tokens);
  const sections = headings(tokens);
  const titles = sections.filter(({ heading }) => heading.level === 1);
  if (titles.length !== 1 || sections[0] !== titles[0]) {
    problems.push(`${path}: one title (#) is what a page begins with, and has`);
  }
  return { path, title: sections[0]?.heading.text ?? path, tokens, sections, problems };
}

export function render(page: Parsed, resolve: Resolve, show: Resolve = resolve): string {
  return reader.renderer.render(page.tokens, reader.options, { resolve, show });
}

/** What can be named behind a `#` of this page's address. */
export function anchors(page: Parsed): string[] {
  return page.sections.map(({ heading }) => heading.id).filter((id) => id !== '');
}

/** Comments go, and tell what file a block of code is of; any other HTML is a mistake, and so is a picture that is no drawing. */
function comments(tokens: Token[], refuse: (what: string) => void): void {
  tokens.forEach((token, at) => {
    const inline = token.children?.filter((child) => child.type === 'html_inline') ?? [];
    for (const picture of token.children?.filter((child) => child.type === 'image') ?? []) {
      if (!DRAWING.test(String(picture.attrGet('src')))) {
        refuse(`the picture ${picture.attrGet('src')}`);
      }
    }
    for (const html of token.type === 'html_block' ? [token] : inline) {
      if (!COMMENT.test(html.content)) {
        refuse(html.content);
      }
      const next = tokens[at + 1];
      const file = OF.exec(html.content)?.[1];
      if (file !== undefined && next?.type === 'fence') {
        next.meta = { file };
      }
      html.content = '';
    }
  });
}

/** Gives each heading its anchor, and each section its text. */
function headings(tokens: readonly Token[]): Section[] {
  const slugger = new GithubSlugger();
  const sections: Section[] = [];
  tokens.forEach((token, at) => {
    const inline = tokens[at + 1];
    const last = sections.at(-1);
    if (token.type === 'heading_open' && inline !== undefined) {
      const text = textOf(inline);
      const level = Number(token.tag.slice(1));
      const id = slugger.slug(text);
      sections.push({ heading: { level, id: level === 1 ? '' : id, text }, text: '' });
      token.meta = { heading: sections.at(-1)?.heading };
    } else if (last !== undefined && tokens[at - 1]?.type !== 'heading_open') {
      const text = token.type === 'inline' ? textOf(token) : token.content;
      last.text = `${last.text} ${text}`.trim();
      token.meta = { ...token.meta, heading: last.heading };
    }
  });
  return sections;
}

function textOf(inline: Token): string {
  return (inline.children ?? [])
    .map((child) =>
      child.type === 'softbreak' || child.type === 'hardbreak' ? ' ' : child.content,
    )
    .join('');
}

/** A head without words is no head, and a cell of it without words heads nothing; what is aligned has a class. */
function tables(tokens: Token[]): void {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.type === 'thead_open') {
      const end = tokens.findIndex((it, i) => i > at && it.type === 'thead_close');
      const cells = tokens.slice(at, end).filter((it) => it.type === 'inline');
      if (cells.every((cell) => cell.content === '')) {
        tokens.splice(at, end - at + 1);
      }
    } else if (token.type === 'th_open' && tokens[at + 1]?.content === '') {
      token.tag = 'td';
      (tokens[at + 2] as Token).tag = 'td';
    }
    const aligned = /text-align:(\w+)/.exec(String(token.attrGet('style') ?? ''))?.[1];
    if (aligned !== undefined) {
      token.attrs = [['class', aligned]];
    }
  }
}

/** That of a heading, and below it. */
function headingOf(token: Token | undefined): Heading | undefined {
  return token?.meta?.heading as Heading | undefined;
}

const rules = reader.renderer.rules;

const code: RendererRule = (tokens, at) => {
  const token = tokens[at] as Token;
  const language = token.info.trim().split(/\s+/)[0] ?? '';
  const file = token.meta?.file as string | undefined;
  return snippet(token.content, language, { heading: headingOf(token)?.text ?? '', file });
};
rules.fence = code;
rules.code_block = code;

rules.heading_open = (tokens, at, options, _, self) => {
  const heading = headingOf(tokens[at]) as Heading;
  if (heading.id === '') {
    return self.renderToken(tokens, at, options);
  }
  return `<div class="heading"><h${heading.level} id="${escaped(heading.id)}">`;
};
rules.heading_close = (tokens, at) => {
  const heading = headingOf(tokens[at - 2]) as Heading;
  const end = `</h${heading.level}>`;
  return heading.id === ''
    ? `${end}\n`
    : `${end}<a class="anchor" href="#${escaped(heading.id)}" aria-label="Link to “${escaped(heading.text)}”">#</a></div>\n`;
};

rules.table_open = () => '<div class="table scroller"><table>\n';
rules.table_close = () => '</table></div>\n';

rules.link_open = (tokens, at, options, env, self) => {
  const token = tokens[at] as Token;
  const resolve = env?.resolve as Resolve;
  token.attrSet('href', resolve(String(token.attrGet('href') ?? '')));
  return self.renderToken(tokens, at, options);
};

/** Loaded when it comes near, for a page may have many. */
rules.image = (tokens, at, _, env) => {
  const token = tokens[at] as Token;
  const show = env?.show as Resolve;
  const source = escaped(show(String(token.attrGet('src') ?? '')));
  return `<img class="drawing" loading="lazy" src="${source}" alt="${escaped(token.content)}">`;
};

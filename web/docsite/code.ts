// Code as a page shows it: highlighted by classes, so that no policy has to let styles in; diagrams of characters as pictures.

import hljs from 'highlight.js';
import { escaped } from './html';

const LINES = /[─│┌┐└┘├┤┬┴┼►◄▲▼]/;
/** One arrow in a command does not make it a diagram. */
const LEAST_LINES = 2;

/**
 * @param language as the fence names it; empty if it names none
 * @param about what stands above it: a file's name, or the heading for a diagram
 */
export function snippet(code: string, language: string, about: Readonly<About>): string {
  if (isDiagram(code)) {
    const label = escaped(`Diagram: ${about.heading}`);
    return `<figure class="snippet diagram"><pre><code role="img" aria-label="${label}">${escaped(code.trimEnd())}</code></pre></figure>\n`;
  }
  const caption = about.file ?? language;
  const head = caption === '' ? '' : `<figcaption>${escaped(caption)}</figcaption>`;
  return `<figure class="snippet">${head}<pre><code>${highlighted(code.trimEnd(), language)}</code></pre></figure>\n`;
}

export interface About {
  readonly heading: string;
  /** The file that it is a part of. */
  readonly file?: string | undefined;
}

export function isDiagram(code: string): boolean {
  return code.split('\n').filter((line) => LINES.test(line)).length >= LEAST_LINES;
}

/** HTML with classes `hljs-…`; a language that nobody knows is text. */
export function highlighted(code: string, language: string): string {
  return hljs.getLanguage(language) === undefined
    ? escaped(code)
    : hljs.highlight(code, { language }).value;
}

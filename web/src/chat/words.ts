// What people wrote, before it is shown: nothing of it is trusted. It is shown as text, so markup is only letters; what cannot be seen
// is made visible, what turns text around is not let out of its line, and what is too long is cut.

/** The longest message that this page sends and shows whole, in characters. */
export const MAX_TEXT = 2000;
/** The longest name; the server cuts there too. */
export const MAX_NAME = 40;
/** More marks on one letter than any script has: piled up, they reach into other lines. */
const MAX_MARKS = 4;

const MARKS = new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, 'gu');
/** C0, DEL and C1, but for the line feed. */
const CONTROL = /[^\P{Cc}\n]/gu;
/** Embeddings, overrides and isolates of Unicode's bidirectional algorithm, and marks that are nothing but a direction. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const LINE_ENDS = /\r\n?|[\u2028\u2029]/g;
const LINES = /\n+/g;

/** How many characters a text has, as people count them more or less: code points. */
export function length(text: string): number {
  return [...text].length;
}

/** The text in at most so many characters; an ellipsis says that it was cut. */
export function cut(text: string, most: number): string {
  // As much as can matter: a text of a megabyte is not taken apart.
  const points = [...text.slice(0, 2 * most + 2)];
  return points.length <= most && text.length <= 2 * most + 2
    ? text
    : `${points.slice(0, most).join('')}…`;
}

/** A text of several lines that can be shown. */
export function shown(text: string): string {
  return cut(text, MAX_TEXT)
    .replace(LINE_ENDS, '\n')
    .replace(CONTROL, picture)
    .replace(DIRECTION, '\ufffd')
    .replace(MARKS, '$1');
}

/** A name, which is one line. */
export function shownName(name: string): string {
  return cut(
    shown(name.slice(0, 4 * MAX_NAME))
      .replace(LINES, ' ')
      .trim(),
    MAX_NAME,
  );
}

/** Control characters have pictures in Unicode, the C1 ones none. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code === 9) {
    return '  ';
  }
  return code < 32 ? String.fromCharCode(0x2400 + code) : code === 127 ? '\u2421' : '\ufffd';
}

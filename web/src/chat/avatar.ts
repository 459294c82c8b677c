// How a person is shown: initials on a colour that comes of who they are, and the tag that tells two of one name apart.

import { h } from '../dom';
import { tagOf } from './identity';

const HUES = 10;

/** Makes an element the picture of somebody. */
export function picture(element: HTMLElement, user: string, name: string): void {
  element.textContent = initials(name);
  element.dataset.hue = user === '' ? 'none' : String(hueOf(user));
}

export function avatar(user: string, name: string): HTMLElement {
  const element = h('span', { class: 'avatar', 'aria-hidden': 'true' });
  picture(element, user, name);
  return element;
}

/** A name, which may be anything, and behind it who it is. */
export function named(user: string, name: string): HTMLElement {
  return h(
    'span',
    { class: 'named' },
    h('bdi', { class: 'name' }, name),
    user === '' ? null : h('span', { class: 'tag' }, tagOf(user)),
  );
}

/** Of two words the first letters, of one word its first. */
export function initials(name: string): string {
  const [first = '', second = ''] = name.trim().split(/\s+/);
  return (([...first][0] ?? '') + ([...second][0] ?? '')).toUpperCase() || '?';
}

export function hueOf(user: string): number {
  return [...user].reduce((sum, char) => (31 * sum + char.charCodeAt(0)) >>> 0, 7) % HUES;
}

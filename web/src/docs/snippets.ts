// What is done with code and tables once a page is there: code can be copied, and what is wider than the page be scrolled by keys.

import { copy, h } from '../dom';
import { commands } from './commands';

/** A button on each, but on diagrams. */
export function copyButtons(): void {
  for (const snippet of document.querySelectorAll('.snippet:not(.diagram)')) {
    const code = snippet.querySelector('code');
    const button = h('button', { type: 'button', class: 'copy quiet' }, 'Copy');
    button.addEventListener('click', () => void copy(commands(code?.textContent ?? ''), button));
    snippet.append(button);
  }
}

/** Only what does scroll is to be reached by Tab. */
export function scrollers(): void {
  const look = (element: Element): void => {
    const table = element.classList.contains('table');
    if (element.scrollWidth > element.clientWidth) {
      element.setAttribute('tabindex', '0');
      element.setAttribute('role', 'group');
      element.setAttribute(
        'aria-label',
        table ? 'Table, wider than the page' : 'Code, wider than the page',
      );
    } else {
      for (const name of ['tabindex', 'role', 'aria-label']) {
        element.removeAttribute(name);
      }
    }
  };
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      look(target);
    }
  });
  for (const element of document.querySelectorAll('.scroller, .snippet pre')) {
    look(element);
    sizes.observe(element);
  }
}

// The way to the other pages, in the bar of each.

import { sameAs } from './as';

for (const link of document.querySelectorAll<HTMLAnchorElement>('.bar a[href^="/"]')) {
  link.setAttribute('href', sameAs(link.getAttribute('href') ?? '/', location.search));
}

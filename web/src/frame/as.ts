// Somebody else in a tab of their own (`?as=`) stays that on the way to other pages.

import type { Store } from '../store';

const PARAMETER = 'as';

/** Where it is kept who is here: for the tab, if its address says somebody else is. */
export function storeFor(search: string, browser: Store, tab: Store): Store {
  return new URLSearchParams(search).has(PARAMETER) ? tab : browser;
}

/** A path of this site, for whoever the page with that address is for. */
export function sameAs(path: string, search: string): string {
  const as = new URLSearchParams(search).get(PARAMETER);
  return as === null ? path : `${path}?${new URLSearchParams({ [PARAMETER]: as })}`;
}

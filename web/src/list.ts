// Lists whose entries come, go and change. An element stays as long as what it shows is the same; one that is made anew keeps the focus that
// the one before it had, on the control of the same name (`data-part`) if it has several.

import { h } from './dom';

export interface Entry {
  readonly key: string;
  /** What is shown of it: the element stays, and with it the focus, while that is the same. */
  readonly state: string;
  make(): HTMLElement;
  /** It was picked: for what is one control. */
  act?(): void;
}

const states = new WeakMap<Element, string>();

/** Makes a list show entries. */
export function fill(list: HTMLElement, entries: readonly Entry[]): void {
  const before = new Map(
    [...list.children].map((item) => [(item as HTMLElement).dataset.key, item]),
  );
  const focus = list.contains(document.activeElement)
    ? (document.activeElement as HTMLElement)
    : null;
  const [focused, part] = [focus?.closest('li')?.dataset.key, focus?.dataset.part ?? ''];
  const items = entries.map((entry) => {
    const there = before.get(entry.key);
    if (there !== undefined && states.get(there) === entry.state) {
      return there;
    }
    const element = entry.make();
    if (entry.act) {
      element.addEventListener('click', () => entry.act?.());
    }
    const item = h('li', { 'data-key': entry.key }, element);
    states.set(item, entry.state);
    return item;
  });
  if (items.length !== list.children.length || items.some((it, i) => it !== list.children[i])) {
    list.replaceChildren(...items);
    const again = items.find((item) => (item as HTMLElement).dataset.key === focused);
    const same = part === '' ? null : again?.querySelector<HTMLElement>(`[data-part="${part}"]`);
    (same ?? (again?.firstElementChild as HTMLElement | null | undefined))?.focus();
  }
}

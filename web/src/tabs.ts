// Tabs by the book: arrow keys move, one of them is in the tab order.

export interface Tabs {
  select(name: string): void;
  readonly selected: string;
}

/** @param chosen called with the name of the tab that a person chose */
export function tabs(list: HTMLElement, chosen: (name: string) => void = () => {}): Tabs {
  const all = Array.from(list.querySelectorAll<HTMLButtonElement>('[role=tab]'));
  const name = (tab: HTMLButtonElement): string => tab.dataset.tab ?? '';
  let selected = name(all[0] as HTMLButtonElement);

  const select = (wanted: string): void => {
    selected = wanted;
    for (const tab of all) {
      const on = name(tab) === wanted;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      panel?.toggleAttribute('hidden', !on);
    }
  };
  for (const tab of all) {
    tab.addEventListener('click', () => {
      select(name(tab));
      chosen(name(tab));
    });
  }
  list.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = all.indexOf(event.target as HTMLButtonElement);
    if (step !== undefined && at >= 0) {
      const next = all[(at + step + all.length) % all.length] as HTMLButtonElement;
      next.focus();
      next.click();
      event.preventDefault();
    }
  });
  select(selected);
  return {
    select,
    get selected() {
      return selected;
    },
  };
}

// The lists beside the text: the chapter that is read is in sight, and so is the heading; on a phone they are folded away.

/** A heading is read from when it has come so far up, in pixels. */
const READ_FROM = 120;

/** Scrolls the list of chapters, and nothing else, to this one. */
export function chapterInSight(): void {
  const list = document.getElementById('chapters');
  const current = list?.querySelector<HTMLElement>('[aria-current]');
  if (list && current) {
    list.scrollTop +=
      current.getBoundingClientRect().top -
      list.getBoundingClientRect().top -
      list.clientHeight / 2;
  }
}

export function followHeadings(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('#contents a')];
  const headings = links.map((link) =>
    document.getElementById(decodeURIComponent(link.hash.slice(1))),
  );
  const follow = (): void => {
    const at = headings.findLastIndex((it) => (it?.getBoundingClientRect().top ?? 0) < READ_FROM);
    links.forEach((link, i) => {
      if (i === Math.max(0, at)) {
        link.setAttribute('aria-current', 'true');
      } else {
        link.removeAttribute('aria-current');
      }
    });
  };
  if (links.length > 0) {
    document.addEventListener('scroll', follow, { passive: true });
    follow();
  }
}

/** One of them at a time; away again when one goes where a link in it leads. */
export function toggles(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('.toggles button')];
  const open = (which: HTMLButtonElement | null): void => {
    for (const button of buttons) {
      const list = document.getElementById(button.getAttribute('aria-controls') ?? '');
      const shown = button === which;
      button.setAttribute('aria-expanded', String(shown));
      list?.classList.toggle('open', shown);
    }
  };
  for (const button of buttons) {
    const list = document.getElementById(button.getAttribute('aria-controls') ?? '');
    button.hidden = list === null || list.childElementCount === 0;
    button.addEventListener('click', () =>
      open(button.getAttribute('aria-expanded') === 'true' ? null : button),
    );
    list?.addEventListener('click', ({ target }) => {
      if (target instanceof HTMLAnchorElement) {
        open(null);
      }
    });
  }
}

// The list of notifications, and the switches that mute a kind.

import { avatar, named } from '../chat/avatar';
import { badge } from '../chat/places-view';
import { timeElement, today } from '../day';
import { byId, h } from '../dom';
import { fill } from '../list';
import type { Desk } from './desk';
import { KINDS, type Kind } from './note';
import { deedOf, type Entry, namedIn, unreadIn } from './notes';

/** The most names that are told of a group. */
const MAX_NAMES = 5;

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  like: 'Likes',
  comment: 'Comments',
  message: 'Messages',
  notice: 'From the server',
};

export class EntriesView {
  readonly #list = byId('entries', HTMLElement);
  readonly #mutes = new Map<Kind, { input: HTMLInputElement; count: HTMLElement }>();

  /** @param open called with what somebody picked */
  constructor(
    private readonly desk: Desk,
    private readonly open: (entry: Entry) => void,
  ) {
    byId('read-all', HTMLButtonElement).addEventListener('click', () => desk.readAll());
    for (const kind of KINDS) {
      this.#mute(kind);
    }
  }

  #mute(kind: Kind): void {
    const input = h('input', { type: 'checkbox', id: `mute-${kind}` });
    const count = h('span', { class: 'count' });
    input.addEventListener('change', () => this.desk.mute(kind, input.checked));
    byId('mutes', HTMLElement).append(
      h('label', { class: 'check' }, input, KIND_NAMES[kind], count),
    );
    this.#mutes.set(kind, { input, count });
  }

  show(): void {
    const { isKnown } = this.desk;
    const entries = isKnown ? this.desk.entries : [];
    const day = today();
    fill(
      this.#list,
      entries.map((entry) => ({
        key: entry.key,
        state: JSON.stringify([entry.people, entry.text, entry.unread, entry.note.offset, day]),
        make: () => entryElement(entry, day),
        act: () => this.open(entry),
      })),
    );
    byId('entries-empty', HTMLElement).hidden = !isKnown || entries.length > 0;
    this.#showCount(unreadIn(entries));
    this.#showMutes();
  }

  #showCount(unread: number): void {
    for (const id of ['unread', 'unread-elsewhere']) {
      const place = byId(id, HTMLElement);
      place.hidden = unread === 0;
      place.replaceChildren(...badge(unread).childNodes);
    }
    byId('read-all', HTMLButtonElement).disabled = unread === 0;
  }

  #showMutes(): void {
    const { mutes, hidden } = this.desk;
    for (const [kind, { input, count }] of this.#mutes) {
      input.checked = mutes.kinds.includes(kind);
      const there = hidden.get(kind) ?? 0;
      count.textContent = there === 0 ? '' : `${there} hidden`;
    }
  }
}

/** @param day on which it is shown */
function entryElement(entry: Entry, day: string): HTMLElement {
  const [first = { user: '', name: '' }] = entry.people;
  const quote = entry.kind === 'like' ? entry.note.about : entry.text;
  return h(
    'button',
    { type: 'button', class: 'entry', 'data-kind': entry.kind, 'data-unread': entry.unread },
    avatar(first.user, entry.kind === 'notice' ? '!' : first.name),
    h(
      'span',
      { class: 'entry-body' },
      h('span', { class: 'entry-deed' }, ...who(entry), ` ${deedOf(entry)}`),
      quote === '' ? null : h('bdi', { class: 'entry-text' }, quote),
      entry.people.length > 2 ? h('bdi', { class: 'hint' }, names(entry)) : null,
    ),
    h(
      'span',
      { class: 'entry-side' },
      timeElement(entry.note.at, day),
      entry.unread
        ? h('span', { class: 'dot' }, h('span', { class: 'visually-hidden' }, 'Unread'))
        : null,
    ),
  );
}

function who(entry: Entry): (Node | string)[] {
  const people = namedIn(entry);
  if (people.named.length === 0) {
    return [h('b', {}, `${people.count} people`)];
  }
  return people.named.flatMap(({ user, name }, index) =>
    index === 0 ? [named(user, name)] : [' and ', named(user, name)],
  );
}

function names({ people }: Entry): string {
  const told = people.slice(0, MAX_NAMES).map(({ name }) => name);
  const others = people.length - told.length;
  return told.join(', ') + (others > 0 ? ` and ${others} more` : '');
}

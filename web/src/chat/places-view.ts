// The lists at the sides: rooms, conversations of two, and who is here.

import { byId, h } from '../dom';
import { type Entry, fill } from '../list';
import { avatar, named } from './avatar';
import { directChannel, kindOf, otherIn, roomIn } from './channels';
import type { Chat } from './chat';
import type { Conversation } from './conversation';
import type { People, Person } from './people';

/** The most people that are listed. */
const MAX_PEOPLE = 100;
/** More unread messages are not counted out. */
const MAX_COUNT = 99;

export class PlacesView {
  readonly #rooms = byId('rooms', HTMLElement);
  readonly #directs = byId('directs', HTMLElement);

  /** @param open called with the channel that somebody picked */
  constructor(
    private readonly chat: Chat,
    private readonly open: (channel: string) => void,
  ) {}

  show(): void {
    const all = this.chat.conversations;
    const directs = all.filter((it) => kindOf(it.channel) === 'direct');
    fill(
      this.#rooms,
      all.filter((it) => kindOf(it.channel) === 'room').map((it) => this.#room(it)),
    );
    fill(
      this.#directs,
      directs.map((it) => this.#direct(it)),
    );
    byId('directs-empty', HTMLElement).hidden = directs.length > 0;
    fillPeople(this.chat.active?.people ?? null, this.chat.me, (user) =>
      this.open(directChannel(this.chat.me, user)),
    );
  }

  #room(conversation: Conversation): Entry {
    const name = roomIn(conversation.channel);
    return this.#place(conversation, name, () => [h('span', { class: 'hash' }, '#'), name]);
  }

  #direct(conversation: Conversation): Entry {
    const user = otherIn(conversation.channel, this.chat.me) ?? '';
    const name = this.chat.nameOfOther(conversation);
    return this.#place(conversation, name, () => [avatar(user, name), named(user, name)]);
  }

  #place(conversation: Conversation, name: string, content: () => (Node | string)[]): Entry {
    const { unread } = conversation.timeline;
    const current = conversation === this.chat.active;
    return {
      key: conversation.channel,
      state: `${name} ${unread} ${current}`,
      make: () =>
        h(
          'button',
          { type: 'button', class: 'place', 'aria-current': current ? 'true' : null },
          ...content(),
          unread > 0 ? badge(unread) : null,
        ),
      act: () => this.open(conversation.channel),
    };
  }
}

/**
 * Lists who is here.
 *
 * @param pick called with another one whom somebody picked
 */
export function fillPeople(
  here: People | null,
  me: string,
  pick: (user: string, name: string) => void,
): void {
  const { people, nobodies } = here?.list ?? { people: [], nobodies: 0 };
  fill(
    byId('people', HTMLElement),
    people.slice(0, MAX_PEOPLE).map((person) => personEntry(person, me, pick)),
  );
  const others = nobodies + Math.max(0, people.length - MAX_PEOPLE);
  const hint = byId('nobodies', HTMLElement);
  hint.hidden = others === 0;
  hint.textContent = `and ${others} ${others === 1 ? 'other' : 'others'} without a name`;
  byId('people-count', HTMLElement).textContent = String(people.length + nobodies);
}

function personEntry(
  { user, name, connections }: Person,
  me: string,
  pick: (user: string, name: string) => void,
): Entry {
  const content = (): (Node | string | null)[] => [avatar(user, name), named(user, name)];
  return user === me
    ? {
        key: user,
        state: `${name} ${connections}`,
        make: () =>
          h(
            'div',
            { class: 'place' },
            ...content(),
            h('span', { class: 'hint' }, connections > 1 ? `you, ${connections} times` : 'you'),
          ),
      }
    : {
        key: user,
        state: name,
        make: () =>
          h(
            'button',
            { type: 'button', class: 'place', title: 'Write a direct message' },
            ...content(),
          ),
        act: () => pick(user, name),
      };
}

export function badge(count: number): HTMLElement {
  return h(
    'b',
    { class: 'badge' },
    count > MAX_COUNT ? `${MAX_COUNT}+` : String(count),
    h('span', { class: 'visually-hidden' }, ' unread'),
  );
}

// A message as it is shown: who said it and when, unless that is said above it; and of an own one, whether it was sent.

import { clock, timeElement } from '../day';
import { h } from '../dom';
import { avatar, named } from './avatar';
import type { Delivery, Message } from './message';
import type { RowView } from './rows';

/** Messages of one person within this time stand together, in milliseconds. */
const TOGETHER_MILLIS = 5 * 60_000;

const DELIVERED: Readonly<Record<Delivery, string>> = {
  sending: 'Sending…',
  sent: 'Sent',
  failed: 'Not sent',
};

/** What can be done about a message that failed. */
export interface MessageActions {
  retry(key: string): void;
  discard(key: string): void;
}

/** Who looks at a message, and when. */
export interface Look {
  /** Whose page it is. */
  readonly me: string;
  /** Today: of another day's message the day is told. */
  readonly day: string;
  readonly actions?: MessageActions;
}

/** Whether a message goes on from the one before it. */
export function together(before: Message, message: Message): boolean {
  return (
    before.user === message.user &&
    before.name === message.name &&
    Math.abs(message.at - before.at) < TOGETHER_MILLIS
  );
}

/** @param before the message above it, if it may go on from that */
export function messageRow(message: Message, before: Message | null, look: Look): RowView {
  const joins = before !== null && together(before, message);
  return {
    key: message.key,
    state: `${joins} ${message.user}`,
    detail: `${look.day} ${message.delivery} ${message.problem ?? ''}`,
    make: () => messageElement(message, joins, look),
    update: (element) => update(element, message, look),
  };
}

function messageElement(message: Message, joins: boolean, { me, day, actions }: Look): HTMLElement {
  const own = message.user === me && me !== '';
  return h(
    'article',
    {
      class: 'message',
      'data-own': own,
      'data-joins': joins,
      'data-delivery': message.delivery,
    },
    own ? null : joins ? h('span', { class: 'avatar-space' }) : avatar(message.user, message.name),
    h(
      'div',
      { class: 'message-body' },
      joins ? null : head(message, own, day),
      h('div', { class: 'bubble', dir: 'auto' }, message.text),
      own ? delivery(message, actions) : null,
    ),
  );
}

/** Whether it was sent, and when, as it is to be told now. */
function update(element: HTMLElement, message: Message, { day, actions }: Look): void {
  element.dataset.delivery = message.delivery;
  const time = element.querySelector('time');
  if (time !== null) {
    say(time, clock(message.at, day));
  }
  const place = element.querySelector<HTMLElement>('.delivery');
  if (place !== null) {
    showDelivery(place, message, actions);
  }
}

function head(message: Message, own: boolean, day: string): HTMLElement {
  return h(
    'div',
    { class: 'message-head' },
    own ? h('span', { class: 'visually-hidden' }, 'You') : named(message.user, message.name),
    timeElement(message.at, day),
  );
}

function delivery(message: Message, actions: MessageActions | undefined): HTMLElement {
  const place = h('div', { class: 'delivery' }, h('span'));
  showDelivery(place, message, actions);
  return place;
}

function showDelivery(
  place: HTMLElement,
  { key, delivery, problem }: Message,
  actions: MessageActions | undefined,
): void {
  const [words, ...buttons] = place.children;
  say(words as HTMLElement, DELIVERED[delivery] + (problem ? `: ${problem}` : ''));
  if (delivery !== 'failed' || actions === undefined) {
    for (const it of buttons) {
      it.remove();
    }
  } else if (buttons.length === 0) {
    place.append(
      button('Try again', () => actions.retry(key)),
      button('Discard', () => actions.discard(key)),
    );
  }
}

function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function button(label: string, act: () => void): HTMLElement {
  const element = h('button', { type: 'button', class: 'quiet' }, label);
  element.addEventListener('click', act);
  return element;
}

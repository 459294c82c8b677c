// A message as it is shown: who said it and when, unless that is said above it; and of an own one, whether it was sent.

import { h } from '../dom';
import { avatar, named } from './avatar';
import type { Delivery, Message } from './message';

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

/** Whether a message goes on from the one before it. */
export function together(before: Message, message: Message): boolean {
  return (
    before.user === message.user &&
    before.name === message.name &&
    Math.abs(message.at - before.at) < TOGETHER_MILLIS
  );
}

/**
 * @param before the message above it, if it may go on from that
 * @param me whose page it is
 */
export function messageElement(
  message: Message,
  before: Message | null,
  me: string,
  actions?: MessageActions,
): HTMLElement {
  const own = message.user === me && me !== '';
  const joins = before !== null && together(before, message);
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
      joins ? null : head(message, own),
      h('div', { class: 'bubble', dir: 'auto' }, message.text),
      own ? delivery(message, actions) : null,
    ),
  );
}

function head(message: Message, own: boolean): HTMLElement {
  return h(
    'div',
    { class: 'message-head' },
    own ? h('span', { class: 'visually-hidden' }, 'You') : named(message.user, message.name),
    h('time', { datetime: new Date(message.at).toISOString() }, clock(message.at)),
  );
}

function delivery(message: Message, actions: MessageActions | undefined): HTMLElement {
  const state = h('div', { class: 'delivery' }, DELIVERED[message.delivery]);
  if (message.problem) {
    state.append(`: ${message.problem}`);
  }
  if (message.delivery === 'failed' && actions !== undefined) {
    state.append(
      button('Try again', () => actions.retry(message.key)),
      button('Discard', () => actions.discard(message.key)),
    );
  }
  return state;
}

function button(label: string, act: () => void): HTMLElement {
  const element = h('button', { type: 'button', class: 'quiet' }, label);
  element.addEventListener('click', act);
  return element;
}

/** When that was, in short. */
export function clock(at: number): string {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return today
    ? date.toLocaleTimeString([], time)
    : date.toLocaleString([], { ...time, day: 'numeric', month: 'short' });
}

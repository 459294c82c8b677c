// A way's card: what it does in plain words, the newest message, figures, and a chart.

import { grouped, size } from '../bytes';
import { bars } from '../chart';
import { h } from '../dom';
import { height, KEPT, late, type Tally, type WayName } from './feed';
import type { WayState } from './ways';

export const NAMES: Readonly<Record<WayName, string>> = {
  poll: 'Polling',
  longPoll: 'Long polling',
  sse: 'Server-Sent Events',
  webSocket: 'WebSocket',
};

const BY: Readonly<Record<WayName, string>> = {
  poll: 'fetch, each second',
  longPoll: 'SockJS, xhr-polling',
  sse: 'EventSource',
  webSocket: 'ws',
};

const WORDS: Readonly<Record<WayName, string>> = {
  poll: 'Asks each second, whether there is news or not. News waits for the next question, half a second in the middle; every question is a whole HTTP request.',
  longPoll:
    'Asks, and the server keeps the question until there is news. Prompt, but each answer takes the next question. What SockJS falls back to where nothing else passes.',
  sse: 'One request whose answer does not end: the server writes into it when there is news. Prompt and cheap, one way only: what the page has to say takes requests of its own.',
  webSocket:
    'One request, then both sides speak when they like, in frames with a head of a few bytes.',
};

const STATES: Readonly<Record<WayState | 'stopped', string>> = {
  stopped: 'stopped',
  connecting: 'connecting…',
  live: 'live',
  lost: 'no connection, trying again…',
};

/** Latencies with a line and a label of their own. */
const MARKS = [10, 100, 1000] as const;

export class Card {
  readonly element: HTMLElement;
  readonly #state = h('span', { class: 'way-state' });
  readonly #message = h('p', { class: 'way-message' });
  readonly #chart = h('div', { class: 'way-chart' });
  readonly #missed: HTMLElement;
  readonly #figures: Readonly<Record<string, HTMLElement>>;

  constructor(name: WayName) {
    const figures = {
      median: figure('late by, median'),
      worst: figure(`worst of ${KEPT}`),
      each: figure('bytes a message'),
      messages: figure('messages'),
      requests: figure('requests'),
      in: figure('to the server'),
      out: figure('from the server'),
    };
    this.#figures = Object.fromEntries(
      Object.entries(figures).map(([key, box]) => [key, box.firstElementChild as HTMLElement]),
    );
    for (const [key, box] of Object.entries(figures)) {
      box.dataset.figure = key;
    }
    this.#missed = figures.messages.lastElementChild as HTMLElement;
    const { median, worst, each, ...others } = figures;
    this.element = h(
      'section',
      { class: 'card way', 'data-way': name, 'aria-labelledby': `way-${name}` },
      h(
        'div',
        { class: 'card-head' },
        h('h2', { id: `way-${name}` }, NAMES[name], h('small', {}, BY[name])),
        this.#state,
      ),
      h('p', { class: 'way-words' }, WORDS[name]),
      this.#message,
      h('div', { class: 'figures three' }, median, worst, each),
      h(
        'div',
        { class: 'way-plot' },
        ...MARKS.map((ms) => {
          const mark = h('span', { class: 'way-mark', 'aria-hidden': 'true' }, late(ms));
          mark.style.bottom = `${height(ms) * 100}%`;
          return mark;
        }),
        this.#chart,
      ),
      h('div', { class: 'figures totals' }, ...Object.values(others)),
    );
    this.state('stopped');
  }

  state(state: WayState | 'stopped'): void {
    this.element.dataset.state = state;
    this.#state.textContent = STATES[state];
  }

  show(tally: Tally): void {
    const { messages, missed, usage, last } = tally;
    const set = (key: string, text: string): void => {
      (this.#figures[key] as HTMLElement).textContent = text;
    };
    this.#message.textContent = last === null ? 'nothing yet' : `#${last.n} ${last.text}`;
    set('median', late(tally.median));
    set('worst', late(tally.worst));
    set('each', tally.bytesEach === null ? '–' : size(Math.round(tally.bytesEach)));
    set('messages', grouped(messages));
    this.#missed.textContent = missed === 0 ? 'messages' : `messages, ${grouped(missed)} missed`;
    set('requests', grouped(usage.requests));
    set('in', size(usage.in));
    set('out', size(usage.out));
    this.#chart.replaceChildren(
      bars(
        tally.latencies.map(height),
        KEPT,
        `The last ${tally.latencies.length} messages: late by ${late(tally.median)} in the middle, ${late(tally.worst)} at worst`,
      ),
    );
  }
}

function figure(label: string): HTMLElement {
  return h('div', {}, h('b', {}, '–'), h('span', {}, label));
}

// Step three: the closing handshake as a sequence diagram.

import { duration, grouped } from './bytes';
import { closeName } from './close';
import { h } from './dom';
import { statusOf } from './handshake';
import { type CloseStep, closeSteps, pathOf, type Side, type Traced } from './wire';

export function closureView(connection: Traced): HTMLElement {
  const status = statusOf(connection.response ?? '');
  const steps = closeSteps(connection);
  const total = connection.frames.client + connection.frames.server;
  const list = h(
    'ol',
    { class: 'sequence' },
    arrow('client', connection.requestUs, `GET ${pathOf(connection)}`, 'opening handshake', 'past'),
    status === 0
      ? null
      : arrow(
          'server',
          connection.responseUs,
          `${status} ${status === 101 ? 'Switching Protocols' : 'no WebSocket'}`,
          '',
          'past',
        ),
    status === 101
      ? h(
          'li',
          { class: 'sequence-both' },
          h(
            'span',
            {},
            `${grouped(total)} traced ${total === 1 ? 'frame' : 'frames'}: ${grouped(connection.frames.client)} →, ${grouped(connection.frames.server)} ←`,
          ),
        )
      : null,
    ...steps.map(stepView),
  );
  return h(
    'div',
    { class: 'closure' },
    verdict(connection, steps),
    h('div', { class: 'lifelines' }, h('span', {}, 'Browser'), h('span', {}, 'Server')),
    list,
  );
}

function verdict(connection: Traced, steps: readonly CloseStep[]): HTMLElement {
  const [first, answer] = connection.closes;
  if (steps.length === 0) {
    return h(
      'p',
      { class: 'closure-verdict' },
      h('b', {}, 'Open. '),
      'Close it from the “Close” tab and watch who says what, and when.',
    );
  }
  if (first === undefined) {
    return h(
      'p',
      { class: 'closure-verdict wrong' },
      h('b', {}, 'Ended without a Close frame. '),
      'The page sees code 1006.',
    );
  }
  const code = first.close?.code ?? 1005;
  const who = first.from === 'client' ? 'The browser' : 'The server';
  const clean = answer !== undefined && answer.from !== first.from;
  return h(
    'p',
    { class: clean ? 'closure-verdict right' : 'closure-verdict' },
    h('b', {}, `${code} ${closeName(code)}. `),
    clean
      ? `${who} began; the answer came ${duration(answer.us - first.us)} later: a clean close.`
      : `${who} began${connection.closedUs === null ? '; waiting for the answer.' : ', and got no answer.'}`,
  );
}

function stepView(step: CloseStep): HTMLElement {
  if (step.from !== null) {
    return arrow(step.from, step.us, step.title, step.detail, '');
  }
  return h(
    'li',
    { class: `sequence-end ${step.kind}` },
    h('b', {}, step.title),
    h('time', {}, duration(step.us)),
    h('span', {}, step.detail),
  );
}

function arrow(from: Side, us: number, title: string, detail: string, kind: string): HTMLElement {
  return h(
    'li',
    { class: `sequence-arrow ${from} ${kind}` },
    h('b', {}, title),
    h('time', {}, duration(us)),
    h('i', { 'aria-hidden': 'true' }),
    detail === '' ? null : h('span', {}, detail),
  );
}

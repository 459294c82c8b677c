// Step one: the request, the answer, and how the one follows from the other.

import { duration, hex } from './bytes';
import { h } from './dom';
import { acceptOf, GUID, type Head, parseRequest, parseResponse, statusOf } from './handshake';
import type { Traced } from './wire';

export async function handshakeView(connection: Traced): Promise<HTMLElement> {
  const request = parseRequest(connection.request);
  const asked = headView('Browser → Server', 'request', request);
  if (connection.response === null) {
    const waiting = h('p', { class: 'empty' }, 'The server has not answered yet.');
    return h('div', { class: 'handshake' }, asked, waiting);
  }
  const status = statusOf(connection.response);
  const response = parseResponse(connection.response);
  const took = duration(connection.responseUs - connection.requestUs);
  const answered = headView('Server → Browser', `answer after ${took}`, response);
  const key = request.field('Sec-WebSocket-Key');
  if (status !== 101 || key === null) {
    return h('div', { class: 'handshake' }, refusal(response, took), answered, asked);
  }
  const accept = await acceptView(key, response.field('Sec-WebSocket-Accept'));
  return h('div', { class: 'handshake' }, summary(response, took), asked, answered, accept);
}

function summary(response: Head, took: string): HTMLElement {
  const fact = (name: string, value: string): HTMLElement =>
    h('div', {}, h('span', {}, `${name} `), h('b', {}, value));
  return h(
    'div',
    { class: 'summary' },
    fact('Upgraded in', took),
    fact('subprotocol', response.field('Sec-WebSocket-Protocol') ?? 'none'),
    fact('extensions', response.field('Sec-WebSocket-Extensions') ?? 'none'),
  );
}

function refusal(response: Head, took: string): HTMLElement {
  const status = response.first.replace(/^HTTP\/\d\.\d /, '');
  return h(
    'div',
    { class: 'summary wrong' },
    h(
      'div',
      {},
      h('span', {}, 'Refused after '),
      h('b', {}, took),
      h('span', {}, ' with '),
      h('b', {}, status),
    ),
  );
}

function headView(direction: string, what: string, head: Head): HTMLElement {
  const lines = head.lines.map((line) =>
    h(
      'div',
      { class: line.note === null ? 'head-line plain' : 'head-line' },
      h(
        'code',
        {},
        ...(line.name === ''
          ? [h('b', {}, line.value)]
          : [h('span', { class: 'head-name' }, `${line.name}: `), line.value]),
      ),
      line.note === null ? null : h('p', {}, line.note),
    ),
  );
  return h(
    'section',
    { class: 'head' },
    h('h3', {}, direction, h('small', {}, what)),
    h('div', { class: 'head-lines' }, ...lines),
  );
}

async function acceptView(key: string, answered: string | null): Promise<HTMLElement> {
  const computed = await acceptOf(key);
  const rows: (HTMLElement | null)[] = [row('key', key), row('+ GUID', GUID)];
  if (computed === null) {
    rows.push(row('= accept', answered ?? '(missing)'));
    rows.push(
      h(
        'p',
        { class: 'hint' },
        'This browser lets only pages of this machine or over HTTPS compute digests: not verified.',
      ),
    );
  } else {
    const right = computed.accept === answered;
    rows.push(row('SHA-1', hex(computed.digest, ' ')));
    rows.push(row('base64', computed.accept));
    rows.push(
      h(
        'p',
        { class: right ? 'verdict right' : 'verdict wrong' },
        right
          ? '✓ is what the server answered: it has read this request, and speaks WebSocket.'
          : `✗ the server answered ${answered ?? 'nothing'}: a browser must refuse this.`,
      ),
    );
  }
  return h(
    'section',
    { class: 'head' },
    h(
      'h3',
      {},
      'Sec-WebSocket-Key → Sec-WebSocket-Accept',
      h('small', {}, 'computed by this page'),
    ),
    h('div', { class: 'accept' }, ...rows),
  );
}

function row(name: string, value: string): HTMLElement {
  return h('div', { class: 'accept-row' }, h('span', {}, name), h('code', {}, value));
}

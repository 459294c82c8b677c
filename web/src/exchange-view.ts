// The wire view of a SockJS session over plain HTTP: requests and frames as the page knows them.

import { duration, oneLine, size } from './bytes';
import { byId, h, onFrame } from './dom';
import { Exchange, type ExchangeItem } from './exchange';
import type { Carrier } from './sockjs';
import { type Row, VirtualList } from './virtual-list';
import { type Side, sideName } from './wire';

const ROW_HEIGHT = 26;

export class ExchangeView {
  readonly #wire = byId('wire', HTMLElement);
  readonly #panel = byId('exchange', HTMLElement);
  readonly #detail = byId('exchange-detail', HTMLElement);
  readonly #list: VirtualList<ExchangeItem>;
  readonly #draw = onFrame(() => this.#show());
  #exchange: Exchange | null = null;
  #chosen: ExchangeItem | null = null;
  #drawn: ExchangeItem | null | undefined;

  constructor() {
    this.#list = new VirtualList(
      byId('exchange-list', HTMLElement),
      ROW_HEIGHT,
      (item) => item.n,
      makeRow,
      (item) => {
        this.#chosen = item;
        this.#draw();
      },
    );
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) {
        if (this.#exchange?.request(entry as PerformanceResourceTiming)) {
          this.#draw();
        }
      }
    }).observe({ type: 'resource' });
  }

  /** A connection is being tried. Native WebSocket, and SockJS's by name, are traced by the server. */
  begin(carrier: Carrier, url: string): void {
    const plain = carrier !== 'native' && carrier !== 'websocket';
    const base = url.replace(/[?#].*$/, '').replace(/\/+$/, '');
    this.#exchange = plain ? new Exchange(base, performance.now()) : null;
    this.#chosen = null;
    this.#draw();
  }

  opened(transport: string): void {
    if (transport === 'websocket') {
      this.#exchange = null;
    }
    this.#exchange?.opened(performance.now());
    this.#draw();
  }

  message(from: Side, text: string | null): void {
    if (text !== null) {
      this.#exchange?.message(performance.now(), from, text);
      this.#draw();
    }
  }

  heartbeat(): void {
    this.#exchange?.heartbeat(performance.now());
    this.#draw();
  }

  /** @param byServer whether the server has closed the session */
  closed(event: CloseEvent, byServer: boolean): void {
    if (byServer) {
      this.#exchange?.closed(performance.now(), event.code, event.reason ?? '');
      this.#draw();
    }
  }

  #show(): void {
    const items = this.#exchange?.items ?? [];
    this.#panel.hidden = this.#exchange === null;
    this.#wire.dataset.over = this.#exchange === null ? 'webSocket' : 'http';
    this.#list.show(items);
    const item = this.#chosen ?? items.at(-1) ?? null;
    this.#list.mark(item?.n ?? null);
    if (item !== this.#drawn) {
      this.#drawn = item;
      this.#detail.replaceChildren(
        item === null
          ? h('p', { class: 'empty' }, 'Requests and frames show here as they come.')
          : itemView(item),
      );
    }
  }
}

function itemView(item: ExchangeItem): HTMLElement {
  if (item.kind === 'request') {
    const facts = [
      item.status === 0 ? 'no status' : `answered ${item.status}`,
      `took ${duration(item.millis * 1000)}`,
      item.bytes === 0 ? 'no bytes' : `${size(item.bytes)} came`,
    ];
    return h(
      'div',
      { class: 'frame-view' },
      h(
        'h3',
        { class: 'frame-title' },
        `${item.method} ${lastOf(item.path)}`,
        h('small', {}, facts.join(' · ')),
      ),
      h('p', {}, item.explanation),
      h('pre', { class: 'exchange-text', tabindex: 0 }, `${item.method} …${item.path}`),
    );
  }
  const other = item.from === 'client' ? 'server' : 'client';
  return h(
    'div',
    { class: 'frame-view' },
    h(
      'h3',
      { class: 'frame-title' },
      `${item.name} `,
      h('span', {}, `${sideName(item.from)} → ${sideName(other)}`),
      h('small', {}, `${item.bytes} bytes`),
    ),
    h('p', {}, item.explanation),
    h('pre', { class: 'exchange-text', tabindex: 0 }, item.text),
  );
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/'));
}

function makeRow(): Row<ExchangeItem> {
  const time = h('span', { class: 'frame-time' });
  const arrow = h('span', { class: 'frame-arrow' });
  const name = h('span', { class: 'frame-opcode' });
  const bytes = h('span', { class: 'frame-size' });
  const facts = h('span', { class: 'frame-flags' });
  const line = h('span', { class: 'frame-line' });
  const element = h('div', { class: 'exchange-row' }, time, arrow, name, bytes, facts, line);
  return {
    element,
    fill(item) {
      element.dataset.kind = item.kind;
      element.dataset.from = item.kind === 'frame' ? item.from : '';
      time.textContent = duration(item.at * 1000);
      if (item.kind === 'request') {
        arrow.textContent = '⇄';
        name.textContent = item.method;
        bytes.textContent = size(item.bytes);
        facts.textContent = `${item.status || '–'} · ${duration(item.millis * 1000)}`;
        line.textContent = lastOf(item.path);
      } else {
        arrow.textContent = item.from === 'client' ? '→' : '←';
        name.textContent = item.name;
        bytes.textContent = size(item.bytes);
        facts.textContent = 'frame';
        line.textContent = oneLine(item.text, 80);
      }
    },
  };
}

// The wire view: which connection, which step, and the list of frames.

import { duration, grouped, hex, oneLine, size, textOf } from './bytes';
import { closureView } from './closure-view';
import { byId, h, onFrame } from './dom';
import { isControl, opcodeName } from './frame';
import { frameView } from './frame-view';
import { statusOf } from './handshake';
import { handshakeView } from './handshake-view';
import { inflate } from './inflate';
import { tabs } from './tabs';
import { type Row, VirtualList } from './virtual-list';
import {
  contentOf,
  type Item,
  isCompressedMessage,
  pathOf,
  type Side,
  sameBytes,
  type Traced,
  type TracedFrame,
  type Wire,
  type WireEvent,
} from './wire';
import type { StreamState } from './wire-stream';

const ROW_HEIGHT = 26;
/** Below this width of the diagram, a row has 16 bits instead of 32. */
const WIDE = 560;

const NOTES: Readonly<Record<Exclude<StreamState, 'live'>, string>> = {
  starting: 'Asking the server for its trace…',
  gone: 'The server does not answer, so there is nothing new to see. The view goes on when it is back.',
  none: 'No wire view here: the server is not in development mode. Start it with ./run, or ./duplex serve --dev. Everything else on this page works.',
  busy: 'Too many pages are watching already. Close another tab of this page; this one goes on asking.',
};

export class WireView {
  readonly #pick = byId('wire-pick', HTMLSelectElement);
  readonly #follow = byId('wire-follow', HTMLInputElement);
  readonly #note = byId('wire-note', HTMLElement);
  readonly #panels = {
    handshake: byId('wire-handshake', HTMLElement),
    closure: byId('wire-closure', HTMLElement),
  };
  readonly #detail = byId('frame-detail', HTMLElement);
  readonly #tabs = tabs(byId('wire-tabs', HTMLElement), () => {
    this.#follow.checked = false;
    this.#draw();
  });
  readonly #list: VirtualList<Item>;
  readonly #draw = onFrame(() => this.#show());
  #state: StreamState = 'starting';
  #shown: Traced | null = null;
  #handshakeOf = '';
  #item: Item | null = null;
  #drawnItem = '';

  constructor(private readonly wire: Wire) {
    this.#list = new VirtualList(
      byId('frame-list', HTMLElement),
      ROW_HEIGHT,
      (item) => item.n,
      makeRow,
      (item) => {
        this.#follow.checked = false;
        this.#item = item;
        this.#draw();
      },
    );
    this.#pick.addEventListener('change', () => {
      this.#follow.checked = false;
      const n = Number(this.#pick.value);
      this.#choose(this.wire.connections.find((connection) => connection.n === n) ?? null);
    });
    this.#follow.addEventListener('change', () => {
      if (this.#follow.checked) {
        this.#choose(this.wire.connections.at(-1) ?? null);
        this.#newest();
      }
    });
    new ResizeObserver(() => this.#draw()).observe(this.#detail);
    this.#draw();
  }

  streamChanged(state: StreamState): void {
    this.#state = state;
    this.#draw();
  }

  /** Takes an event into the model and follows it. */
  take(event: WireEvent): void {
    const connection = this.wire.take(event);
    if (connection === null) {
      return;
    }
    if (event.type === 'open' && (this.#follow.checked || this.#shown === null)) {
      this.#choose(connection);
      this.#tabs.select('handshake');
    }
    const newest = connection.items.at(-1);
    if (event.type === 'frame' && newest?.kind === 'frame' && isCompressedMessage(newest)) {
      void this.#inflate(connection, newest);
    }
    if (connection === this.#shown && this.#follow.checked) {
      this.#newest();
      this.#step(event, connection);
    }
    this.#draw();
  }

  #step(event: WireEvent, connection: Traced): void {
    if (connection.closes.length > 0 || event.type === 'closed') {
      this.#tabs.select(statusOf(connection.response ?? '') === 101 ? 'closure' : 'handshake');
    } else if (event.type === 'frame') {
      const opcode = Number.parseInt(event.header.slice(1, 2), 16);
      if (!isControl(opcode)) {
        this.#tabs.select('data');
      }
    }
  }

  async #inflate(connection: Traced, frame: TracedFrame): Promise<void> {
    frame.inflated = await inflate(frame.plain);
    if (connection === this.#shown && this.#follow.checked) {
      this.#newest();
    }
    this.#draw();
  }

  #choose(connection: Traced | null): void {
    this.#shown = connection;
    this.#item = null;
    this.#newest();
    this.#draw();
  }

  /** The newest frame of a message; of an echo, the frame that it echoes: that one has a key too. */
  #newest(): void {
    const items = this.#shown?.items ?? [];
    const data = (from: Side | null) =>
      items.findLast(
        (item): item is TracedFrame =>
          item.kind === 'frame' &&
          !isControl(item.header.opcode) &&
          (from === null || item.from === from),
      );
    const newest = data(null);
    const sent = data('client');
    const echo =
      newest !== undefined && sent !== undefined && sameBytes(contentOf(newest), contentOf(sent));
    this.#item = (echo ? sent : newest) ?? items.at(-1) ?? null;
  }

  #show(): void {
    this.#showNote();
    this.#showPick();
    const connection = this.#shown;
    const items = connection?.items ?? [];
    this.#showSteps(connection);
    this.#list.show(items);
    this.#list.mark(this.#item?.n ?? null);
    if (this.#tabs.selected === 'handshake') {
      void this.#showHandshake(connection);
    }
    if (this.#tabs.selected === 'closure') {
      this.#panels.closure.replaceChildren(
        connection === null ? nothing('The close exchange') : closureView(connection),
      );
    }
    if (this.#tabs.selected === 'data') {
      this.#showItem(connection);
    }
  }

  #showNote(): void {
    this.#note.hidden = this.#state === 'live';
    this.#note.textContent = this.#state === 'live' ? '' : NOTES[this.#state];
    this.#note.dataset.state = this.#state;
    byId('wire', HTMLElement).dataset.state =
      this.wire.connections.length > 0 ? 'live' : this.#state;
  }

  #showPick(): void {
    const { connections } = this.wire;
    this.#pick.hidden = connections.length < 2;
    const options = connections.map((c) => {
      const text = `#${c.id} ${pathOf(c)}${c.closedUs === null ? '' : ' (ended)'}`;
      const option = h('option', { value: c.n }, text);
      option.selected = c === this.#shown;
      return option;
    });
    const now = options.map((option) => `${option.textContent}${option.selected}`).join('|');
    if (this.#pick.dataset.now !== now) {
      this.#pick.dataset.now = now;
      this.#pick.replaceChildren(...options.reverse());
    }
  }

  #showSteps(connection: Traced | null): void {
    const status = statusOf(connection?.response ?? '');
    const frames = connection === null ? 0 : connection.frames.client + connection.frames.server;
    const close = connection?.closes[0]?.close;
    byId('step-handshake', HTMLElement).textContent = status === 0 ? '' : String(status);
    byId('step-data', HTMLElement).textContent = frames === 0 ? '' : grouped(frames);
    byId('step-closure', HTMLElement).textContent =
      close !== undefined && close !== null
        ? String(close.code ?? 1005)
        : connection?.closedUs != null && status === 101
          ? '1006'
          : '';
  }

  async #showHandshake(connection: Traced | null): Promise<void> {
    const state = `${connection?.n} ${connection?.response === null}`;
    if (state === this.#handshakeOf) {
      return;
    }
    this.#handshakeOf = state;
    const view =
      connection === null ? nothing('The request and its answer') : await handshakeView(connection);
    if (state === this.#handshakeOf) {
      this.#panels.handshake.replaceChildren(view);
    }
  }

  #showItem(connection: Traced | null): void {
    const width = this.#detail.clientWidth >= WIDE ? 32 : 16;
    const detail =
      this.#item?.kind === 'gap'
        ? this.#item.frames
        : this.#item?.kind === 'frame' && this.#item.inflated !== null;
    const state = `${this.#item?.n} ${detail} ${width}`;
    if (state === this.#drawnItem) {
      return;
    }
    this.#drawnItem = state;
    this.#detail.replaceChildren(
      this.#item === null
        ? nothing(connection === null ? 'Each frame' : 'No frame yet. Send a message: each frame')
        : itemView(this.#item, width),
    );
  }
}

function nothing(what: string): HTMLElement {
  return h('p', { class: 'empty' }, `${what} shows here once there is one.`);
}

function itemView(item: Item, width: number): HTMLElement {
  switch (item.kind) {
    case 'frame':
      return frameView(item, width);
    case 'gap':
      return h(
        'p',
        { class: 'empty' },
        `${grouped(item.frames)} frames (${size(item.bytes)} of payload) passed here faster than a page should be told of them. They were sent and received; only the trace leaves them out.`,
      );
    case 'lost':
      return h(
        'p',
        { class: 'empty' },
        `The trace cannot follow this side any more: ${item.reason}.`,
      );
  }
}

function makeRow(): Row<Item> {
  const time = h('span', { class: 'frame-time' });
  const arrow = h('span', { class: 'frame-arrow' });
  const opcode = h('span', { class: 'frame-opcode' });
  const flags = h('span', { class: 'frame-flags' });
  const bytes = h('span', { class: 'frame-size' });
  const line = h('span', { class: 'frame-line' });
  const element = h('div', { class: 'frame-row' }, time, arrow, opcode, bytes, flags, line);
  return {
    element,
    fill(item) {
      element.dataset.kind = item.kind;
      element.dataset.from = item.kind === 'gap' ? '' : item.from;
      time.textContent = item.kind === 'gap' ? '' : duration(item.us);
      arrow.textContent = item.kind === 'gap' ? '⋯' : item.from === 'client' ? '→' : '←';
      if (item.kind === 'frame') {
        const { header } = item;
        element.dataset.opcode = isControl(header.opcode) ? 'control' : 'data';
        opcode.textContent = header.opcode === 0 ? 'Contin.' : opcodeName(header.opcode);
        bytes.textContent = size(header.length);
        flags.textContent = [
          header.fin ? 'FIN' : '',
          header.rsv1 ? 'RSV1' : '',
          header.masked ? 'MASK' : '',
        ]
          .filter((flag) => flag !== '')
          .join(' ');
        line.textContent = preview(item);
      } else {
        element.dataset.opcode = 'control';
        opcode.textContent = item.kind === 'gap' ? 'Gap' : 'Lost';
        bytes.textContent = '';
        flags.textContent = '';
        line.textContent =
          item.kind === 'gap'
            ? `${grouped(item.frames)} frames, ${size(item.bytes)}, not traced`
            : item.reason;
      }
    },
  };
}

function preview(item: Extract<Item, { kind: 'frame' }>): string {
  if (item.close !== null) {
    return `${item.close.code ?? 'no code'} ${item.close.reason}`;
  }
  const { opcode, rsv1 } = item.header;
  const content = contentOf(item);
  const readable = opcode === 1 && (!rsv1 || item.inflated !== null);
  const text = readable ? textOf(content) : null;
  return text !== null ? oneLine(text, 80) : hex(content.subarray(0, 24), ' ');
}

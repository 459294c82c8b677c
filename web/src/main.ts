// The bench: wires the panels, the log and the wire view to one WebSocket.

import { duration, grouped, size, utf8 } from './bytes';
import { closeName } from './close';
import { Connection, type State } from './connection';
import { byId, onFrame } from './dom';
import { ExchangeView } from './exchange-view';
import { Log } from './log';
import { LogView } from './log-view';
import { BurstPanel, PingPanel } from './measure-panels';
import { binaryPanel, closePanel, type Sender, textPanel } from './send-panels';
import { CARRIERS, carrierOf, noSession, sockJsUrl } from './sockjs';
import { tabs } from './tabs';
import { Wire } from './wire';
import { WireStream } from './wire-stream';
import { WireView } from './wire-view';

const STATES: Readonly<Record<State, string>> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  open: 'Connected',
  closing: 'Closing…',
  closed: 'Closed',
};
const BUFFERED_MILLIS = 200;
/**
 * How long the first connection waits for the trace, so that its handshake is in it, on a busy machine too. A server that has none says
 * so at once; something between that holds the trace back does not.
 */
const TRACE_PATIENCE_MILLIS = 10_000;

const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const log = new Log();
const logView = new LogView(log);
const wire = new Wire();
const wireView = new WireView(wire);
const exchangeView = new ExchangeView();

const now = (): number => performance.timeOrigin + performance.now();
const note = (kind: 'open' | 'close' | 'error' | 'ping' | 'burst', line: string): void => {
  log.note(kind, line, now());
  logView.changed();
};

const connection = new Connection({
  changed: () => drawFacts(),
  opened() {
    banner(null);
    ping.reset();
    exchangeView.opened(connection.transport);
    note('open', `Connected to ${connection.url} by ${connection.carriedBy}`);
  },
  message(text, bytes) {
    exchangeView.message('server', text);
    if (text === null ? burst.takes(bytes) : ping.takes(text)) {
      drawFacts();
      return;
    }
    if (text === null) {
      log.binary('in', bytes, now());
    } else {
      log.text('in', text, bytes, now());
    }
    logView.changed();
    drawFacts();
  },
  closed(event, wasOpen) {
    burst.stop();
    exchangeView.closed(event, event.wasClean && !connection.closedHere);
    const reason = event.reason ? ` “${event.reason}”` : '';
    if (!wasOpen && connection.textOnly) {
      note('close', `${event.code} No connection${reason}`);
      banner('No connection by SockJS.', noSession(event.code, connection.carrier));
      return;
    }
    note(
      'close',
      wasOpen || event.code !== 1006
        ? `${event.code} ${closeName(event.code)}${reason}`
        : '1006 No connection: the handshake failed',
    );
    if (event.code === 1006) {
      void explain(wasOpen);
    }
  },
  sending(text) {
    exchangeView.message('client', text);
  },
  again() {
    note('open', 'A transport did not come through: SockJS tries the next one');
  },
  heartbeat() {
    exchangeView.heartbeat();
  },
});

const ping = new PingPanel(connection, (line) => note('ping', line));
const burst = new BurstPanel(connection, (line) => note('burst', line));
const drawFacts = onFrame(showFacts);

const sender: Sender = {
  get isOpen() {
    return connection.state === 'open';
  },
  text(text) {
    const bytes = utf8(text);
    attempt(() => connection.send(text, bytes.length));
    log.text('out', text, bytes, now());
    logView.changed();
    drawFacts();
  },
  binary(bytes) {
    attempt(() => connection.send(bytes, bytes.length));
    log.binary('out', bytes, now());
    logView.changed();
    drawFacts();
  },
  close(code, reason) {
    attempt(() => connection.close(code, reason));
  },
  problem(text) {
    note('error', text);
  },
};

/** What a browser refuses becomes a line in the log. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    note('error', (error as Error).message);
    throw error;
  }
}

async function connect(): Promise<void> {
  const path = byId('path', HTMLInputElement);
  const problem = byId('connect-problem', HTMLElement);
  const protocols = byId('protocols', HTMLInputElement)
    .value.split(/[\s,]+/)
    .filter((protocol) => protocol !== '');
  problem.hidden = true;
  try {
    const carrier = carrierOf(byId('carrier', HTMLSelectElement).value);
    const url = address(path.value.trim());
    exchangeView.begin(carrier, sockJsUrl(url));
    await connection.open(url, protocols, carrier);
  } catch (error) {
    problem.textContent = (error as Error).message.replace(/^.*WebSocket': /, '');
    problem.hidden = false;
  }
}

/** A path of this server, or a whole address of any. */
function address(text: string): string {
  return /^(wss?|https?):\/\//i.test(text)
    ? text.replace(/^http/i, 'ws')
    : `${scheme}//${location.host}/${text.replace(/^\/+/, '')}`;
}

/** A page is told nothing about why a connection failed: this finds out what can be known. */
async function explain(wasOpen: boolean): Promise<void> {
  if (new URL(connection.url).host !== location.host) {
    banner(
      wasOpen ? 'The connection was lost.' : 'No connection.',
      'The browser does not tell a page why.',
    );
    return;
  }
  try {
    await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
  } catch {
    banner('The server is gone.', 'It does not answer any more. Start it again, then reconnect.');
    return;
  }
  if (wasOpen) {
    banner('The connection was lost', 'without a Close frame; the server is there.');
  } else {
    banner(
      'The server refused the handshake.',
      'The wire view has its answer, if the server is in development mode.',
    );
  }
}

function banner(title: string | null, text = ''): void {
  byId('banner', HTMLElement).hidden = title === null;
  byId('banner-title', HTMLElement).textContent = title;
  byId('banner-text', HTMLElement).textContent = text;
}

function showFacts(): void {
  const { state } = connection;
  const live = state === 'open' || state === 'closing';
  const set = (id: string, text: string): void => {
    const element = byId(id, HTMLElement);
    element.textContent = text;
    element.title = text;
  };
  const counted = (of: { messages: number; bytes: number }): string =>
    state === 'idle' ? '–' : `${grouped(of.messages)} · ${size(of.bytes)}`;
  const output = byId('state', HTMLOutputElement);
  if (output.dataset.state !== state) {
    output.dataset.state = state;
    (output.lastElementChild as HTMLElement).textContent = STATES[state];
  }
  set('fact-carrier', live ? connection.carriedBy || '…' : '–');
  set('fact-protocol', live ? connection.protocol || 'none' : '–');
  set('fact-extensions', live ? connection.extensions || 'none' : '–');
  set('fact-sent', counted(connection.sent));
  set('fact-received', counted(connection.received));
  const buffered = connection.bufferedAmount;
  set('fact-buffered', state === 'idle' || buffered === null ? '–' : size(buffered));
  const button = byId('connect-button', HTMLButtonElement);
  const down = state === 'idle' || state === 'closed';
  button.textContent = down ? 'Connect' : 'Disconnect';
  button.classList.toggle('primary', down);
  button.disabled = state === 'closing';
  for (const needs of document.querySelectorAll<HTMLButtonElement | HTMLInputElement>(
    '[data-needs-open]',
  )) {
    needs.disabled = state !== 'open' || (connection.textOnly && 'needsBinary' in needs.dataset);
  }
  for (const hint of document.querySelectorAll<HTMLElement>('[data-text-only]')) {
    hint.hidden = !(live && connection.textOnly);
  }
}

function showServerPing(): void {
  const microseconds = wire.connections.at(-1)?.pingRoundTrip;
  const text = microseconds == null ? '–' : duration(microseconds);
  byId('fact-ping', HTMLElement).textContent = text;
  byId('ping-server', HTMLElement).textContent = text;
}

/** Fills the choice of what carries the connection; `?transport=` makes it. */
function offerCarriers(): void {
  const choice = byId('carrier', HTMLSelectElement);
  for (const [value, label] of Object.entries(CARRIERS)) {
    choice.add(new Option(label, value));
  }
  choice.value = carrierOf(new URLSearchParams(location.search).get('transport'));
  const protocols = byId('protocols', HTMLInputElement);
  const chosen = (): void => {
    const native = choice.value === 'native';
    protocols.disabled = !native;
    protocols.placeholder = native ? 'Subprotocols: chat, json' : 'No subprotocols';
    const origin = `${scheme}//${location.host}`;
    byId('origin', HTMLElement).textContent = native ? origin : sockJsUrl(origin);
  };
  choice.addEventListener('change', chosen);
  chosen();
}

async function start(): Promise<void> {
  offerCarriers();
  tabs(byId('composer-tabs', HTMLElement));
  textPanel(sender);
  binaryPanel(sender);
  closePanel(sender);
  byId('connect', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (connection.state === 'open' || connection.state === 'connecting') {
      connection.close(connection.state === 'open' ? 1000 : undefined, 'disconnected by the page');
    } else {
      void connect();
    }
  });
  byId('banner-button', HTMLButtonElement).addEventListener('click', () => {
    banner(null);
    if (connection.state === 'closed') {
      void connect();
    }
  });
  setInterval(showFacts, BUFFERED_MILLIS);
  showFacts();
  const stream = new WireStream(
    '/_dev/wire',
    (event) => {
      wireView.take(event);
      if (event.type === 'frame' || event.type === 'open') {
        showServerPing();
      }
    },
    (state) => {
      wireView.streamChanged(state);
      if (state === 'live' && !byId('banner', HTMLElement).hidden) {
        banner('The server is back.', 'Reconnect to go on.');
      }
    },
  );
  const patience = new Promise((resolve) => setTimeout(resolve, TRACE_PATIENCE_MILLIS));
  await Promise.race([stream.start(), patience]);
  await connect();
}

void start();

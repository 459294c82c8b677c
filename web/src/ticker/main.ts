// The page of the ticker: the connection on a line of its own, the board, and the views that show it.

import { duration, grouped, size } from '../bytes';
import { bars } from '../chart';
import { byId, copy } from '../dom';
import { Link } from '../frame/link';
import { Board, change, money, percent, type Row } from './board';
import { bytesOf, limitLine, market, newLine, setRate } from './line';
import { heights, Meter, SECONDS } from './meter';
import { PriceChart } from './price-chart';
import { Table } from './table';
import { sourceOf, tickOf } from './tick';
import { EVERY_MILLIS, Trails } from './trails';

const PRICES = 'ticker:simulated';
const SOURCE = 'ticker:source';
const SPEEDS: readonly (readonly [number, string])[] = [
  [100_000, '100 kB a second'],
  [20_000, '20 kB a second'],
  [5_000, '5 kB a second'],
];
const RATES = [0, 100, 1_000, 5_000, 20_000];
const STANDARD_SPEED = 20_000;
const STANDARD_RATE = 5_000;
/** Pictures: as often as numbers can be read. */
const DRAW_MILLIS = 100;
const CHART_MILLIS = 250;
const AGAIN_MILLIS = 2000;

const line = newLine();
const link = await Link.make(
  {},
  { place: line, offline: 'Prices stand still. They go on when the server answers.' },
);
const board = new Board();
const meter = new Meter();
const trails = new Trails();
const chart = new PriceChart(byId('chart', HTMLElement));
const table = new Table(board, choose);
const slow = byId('slow', HTMLInputElement);
const speed = byId('speed', HTMLSelectElement);
const rate = byId('rate', HTMLSelectElement);
let chosen: Row | null = null;
let connection = 0;
let atSource: number | null = null;
let since = performance.now();

// --- what comes

const prices = link.client.newSubscription(PRICES);
prices.on('subscribed', () => {
  board.begin();
  meter.forgetBytes();
  frozen('');
  connection++;
  void learn(connection);
});
prices.on('publication', ({ data }) => {
  const tick = tickOf(data);
  if (tick !== null) {
    const { late, skipped } = board.take(tick, Date.now());
    meter.add(late, skipped);
  }
});
const source = link.client.newSubscription(SOURCE);
source.on('publication', ({ data }) => {
  const told = sourceOf(data);
  if (told !== null) {
    atSource = told.rate;
    showRate(told.rate);
  }
});
link.client.on('connecting', ({ code }) => {
  if (code !== 0) {
    frozen(`as of ${new Date().toLocaleTimeString('en-GB')}`);
  }
});

link.client.on('connected', () => {
  // The server may be another one, which does not know how slow this line is.
  if (slow.checked) {
    limit();
  }
});

/** Asks what there is, until it is known, or another connection asks. */
async function learn(asking: number): Promise<void> {
  while (asking === connection) {
    try {
      const known = await market();
      if (asking === connection) {
        board.know(known);
        problem('');
        arrange();
      }
      return;
    } catch (e) {
      problem(`The market is not known yet: ${reason(e)}.`);
      await new Promise((done) => setTimeout(done, AGAIN_MILLIS));
    }
  }
}

function frozen(text: string): void {
  byId('frozen', HTMLElement).textContent = text;
  byId('ticker', HTMLElement).dataset.frozen = String(text !== '');
}

function problem(text: string): void {
  const place = byId('problem', HTMLElement);
  place.textContent = text;
  place.hidden = text === '';
}

function reason(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}

// --- what is shown

function choose(row: Row): void {
  chosen = row;
  table.mark(row);
  byId('chosen-title', HTMLElement).textContent = `${row.symbol} ${row.name}`;
  byId('curl', HTMLElement).textContent = curl(row);
  drawChart();
}

/** A line for a shell. The symbol is one that the page has cleaned, and may still have anything in it that is no control character. */
function curl(row: Row): string {
  const data = { symbol: row.symbol, price: Number((row.price * 1.1).toFixed(2)) };
  const body = JSON.stringify({ channel: PRICES, key: row.symbol, data });
  return `curl -H 'X-API-Key: KEY' ${location.origin}/api/publish \\\n  -d '${body.replaceAll("'", "'\\''")}'`;
}

function arrange(): void {
  const rows = table.arrange();
  if (chosen === null && rows[0] !== undefined) {
    choose(rows[0]);
  }
}

function drawChart(): void {
  if (chosen === null) {
    return;
  }
  const price = byId('chosen-price', HTMLElement);
  price.textContent = `${money(chosen.price)} (${percent(change(chosen))})`;
  chart.show(chosen.symbol, trails.of(chosen.id), { price: chosen.price, millis: Date.now() });
}

function figure(name: string, text: string): void {
  const place = document.querySelector(`[data-figure=${name}] b`);
  if (place !== null) {
    place.textContent = text;
  }
}

function age(millis: number | null): string {
  return millis === null ? '–' : millis < 1 ? '< 1 ms' : duration(millis * 1000);
}

function second(): void {
  const now = performance.now();
  meter.pass((now - since) / 1000);
  since = now;
  const last = meter.last;
  if (last !== null) {
    figure('source', atSource === null ? '–' : grouped(atSource));
    figure('prices', grouped(last.prices));
    figure('skipped', grouped(last.skipped));
    figure('median', age(last.median));
    figure('worst', age(last.worst));
    figure('bytes', last.bytes === null ? '–' : size(last.bytes));
  }
  const { seconds } = meter;
  byId('trend-prices', HTMLElement).replaceChildren(
    bars(heights(seconds.map((it) => it.prices)), SECONDS, 'Prices a second, of the last seconds'),
  );
  byId('trend-worst', HTMLElement).replaceChildren(
    bars(heights(seconds.map((it) => it.worst)), SECONDS, 'The oldest price of each second'),
  );
  arrange();
  void countBytes();
}

async function countBytes(): Promise<void> {
  if (link.client.state !== 'connected' || document.hidden) {
    return;
  }
  try {
    meter.count(await bytesOf(line));
  } catch {
    // The network went meanwhile: that is told elsewhere, and the figure is left out.
    meter.forgetBytes();
  }
}

// --- what can be set

function options(select: HTMLSelectElement, all: readonly (readonly [number, string])[]): void {
  for (const [value, label] of all) {
    select.add(new Option(label, String(value)));
  }
}

/** Another page may have set a rate that is not among those here. */
function showRate(now: number): void {
  if (![...rate.options].some((option) => option.value === String(now))) {
    rate.add(new Option(`${grouped(now)} a second`, String(now)));
  }
  if (document.activeElement !== rate) {
    rate.value = String(now);
  }
}

async function set(what: () => Promise<void>): Promise<void> {
  try {
    await what();
    problem('');
  } catch (e) {
    problem(`That was not set: ${reason(e)}.`);
  }
}

function limit(): void {
  const bytes = slow.checked ? Number(speed.value) : 0;
  byId('ticker', HTMLElement).dataset.slow = String(slow.checked);
  void set(() => limitLine(line, bytes));
}

options(speed, SPEEDS);
speed.value = String(STANDARD_SPEED);
options(
  rate,
  RATES.map((it) => [it, it === 0 ? 'nothing' : `${grouped(it)} a second`] as const),
);
rate.value = String(STANDARD_RATE);
slow.checked = false;
slow.addEventListener('change', limit);
speed.addEventListener('change', () => {
  slow.checked = true;
  limit();
});
rate.addEventListener('change', () => {
  rate.blur();
  void set(() => setRate(Number(rate.value)));
});
const copyButton = byId('copy', HTMLButtonElement);
copyButton.addEventListener('click', () => {
  void copy(byId('curl', HTMLElement).textContent ?? '', copyButton);
});
const redraw = (): void => chart.redraw();
new MutationObserver(redraw).observe(document.documentElement, {
  attributeFilter: ['data-theme'],
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

setInterval(() => table.refresh(), DRAW_MILLIS);
setInterval(drawChart, CHART_MILLIS);
setInterval(() => trails.sample(board.rows, Date.now()), EVERY_MILLIS);
setInterval(second, 1000);
prices.subscribe();
source.subscribe();
link.client.connect();

// The chart of one instrument’s last minute, by uPlot. Colours are those of the style sheet, in whichever theme.

import uPlot from 'uplot';
import { money, percent } from './board';
import type { Trail } from './trails';

const SECONDS = 60;
const FONT = '11px system-ui, sans-serif';

export class PriceChart {
  readonly #plot: uPlot;
  #told = 0;

  constructor(private readonly host: HTMLElement) {
    // Where the theme changes, so do these.
    const style = getComputedStyle(host);
    const ink = (): string => style.color;
    const line = (): string => style.borderBottomColor;
    const axis = {
      stroke: ink,
      font: FONT,
      grid: { stroke: line, width: 1 },
      ticks: { show: false },
    };
    this.#plot = new uPlot(
      {
        ...this.#size(),
        cursor: { show: false },
        legend: { show: false },
        scales: {
          x: { time: true, range: (_, __, max) => [max - SECONDS, max] },
          y: { range: (_, min, max) => around(min, max) },
        },
        axes: [
          { ...axis, space: 70, values: '{HH}:{mm}:{ss}', size: 28 },
          { ...axis, side: 1, size: 64, values: (_, ticks) => ticks.map((at) => money(at)) },
        ],
        series: [{}, { stroke: () => style.outlineColor, width: 2, points: { show: false } }],
      },
      [[], []],
      host,
    );
    new ResizeObserver(() => this.#plot.setSize(this.#size())).observe(host);
  }

  #size(): { width: number; height: number } {
    return { width: Math.max(200, this.host.clientWidth), height: this.host.clientHeight };
  }

  /** @param now its price at this moment, which goes after the trail */
  show(symbol: string, { times, prices }: Trail, now: { price: number; millis: number }): void {
    this.#plot.setData([
      [...times, now.millis / 1000],
      [...prices, now.price],
    ]);
    // Who hears it does not want to hear each change.
    if (now.millis - this.#told > 5000 || this.host.dataset.symbol !== symbol) {
      this.#told = now.millis;
      this.host.dataset.symbol = symbol;
      const first = prices.find((price) => price !== null) ?? now.price;
      this.host.setAttribute(
        'aria-label',
        `${symbol} over the last minute: from ${money(first)} to ${money(now.price)}, ${percent(now.price / first - 1)}`,
      );
    }
  }

  /** The theme has changed. */
  redraw(): void {
    this.#plot.redraw(false, true);
  }
}

/** A little more than there is; something where there is but one price, or none. */
function around(min: number | null, max: number | null): [number, number] {
  const [low, high] = [min ?? 0, max ?? 1];
  const margin = Math.max((high - low) * 0.1, high * 0.0005);
  return [low - margin, high + margin];
}

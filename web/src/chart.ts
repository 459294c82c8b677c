// Small charts, drawn as SVG with classes: colours come from the style sheet.

import { type Bucket, type BurstResult, histogram, percentile } from './burst';
import { duration } from './bytes';
import { svg } from './dom';

const WIDTH = 480;
const HEIGHT = 96;
const BUCKETS = 48;

/** How the round trips are spread, on a logarithmic axis, with three percentiles marked. */
export function spread(result: BurstResult): SVGElement {
  const buckets = histogram(result.sorted, BUCKETS);
  const first = buckets[0] as Bucket;
  const last = buckets[buckets.length - 1] as Bucket;
  const most = Math.max(...buckets.map((bucket) => bucket.count));
  const x = (ms: number): number =>
    (Math.log(Math.max(ms, first.from) / first.from) / Math.log(last.to / first.from)) * WIDTH;
  const bars = buckets.map((bucket, i) => {
    const height = bucket.count === 0 ? 0 : Math.max(2, (bucket.count / most) * HEIGHT);
    return svg('rect', {
      class: 'chart-bar',
      x: (i * WIDTH) / BUCKETS + 0.5,
      y: HEIGHT - height,
      width: WIDTH / BUCKETS - 1,
      height,
    });
  });
  const marks = [0.5, 0.9, 0.99].map((p) => {
    const at = x(percentile(result.sorted, p));
    return svg('line', { class: 'chart-mark', x1: at, x2: at, y1: 0, y2: HEIGHT });
  });
  return svg(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': `Round trips from ${duration(first.from * 1000)} to ${duration(last.to * 1000)}`,
    },
    ...bars,
    ...marks,
  );
}

/** The last round trips as bars, the newest at the right. */
export function trend(values: readonly number[], places: number): SVGElement {
  const most = Math.max(...values, 0.001);
  return bars(
    values.map((value) => value / most),
    places,
    `The last ${values.length} round trips`,
  );
}

/** Bars of these heights (0 to 1), at the right of so many places. */
export function bars(heights: readonly number[], places: number, label: string): SVGElement {
  const width = WIDTH / places;
  return svg(
    'svg',
    {
      class: 'chart chart-small',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': label,
    },
    ...heights.map((share, i) => {
      const height = Math.max(2, share * HEIGHT);
      return svg('rect', {
        class: 'chart-bar',
        x: (places - heights.length + i) * width + 0.5,
        y: HEIGHT - height,
        width: width - 1,
        height,
      });
    }),
  );
}

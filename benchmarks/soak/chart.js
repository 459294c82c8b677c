// Who was sent away and who came back, by the second, in SVG: a panel for each window. The background is the page's; in the dark the colours are others.
const WIDTH = 760;
const LEFT = 60;
const PANEL = 170;
const HEAD = 64;
const GAP = 62;
const FOOT = 40;

const STYLE = `<style>
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
.name { font-size: 15px; font-weight: 600 }
.quiet { fill: #59636e }
.back { fill: #218bff }
.gone { fill: none; stroke: #1f2328; stroke-width: 1.5 }
.line { stroke: #afb8c1; stroke-width: 1 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.quiet { fill: #9198a1 }
.back { fill: #388bfd }
.gone { stroke: #f0f6fc }
.line { stroke: #656c76 }
}
</style>`;

const number = (it) => it.toLocaleString('en-US');

/** A round number that is not below this one. */
function above(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 2.5, 5, 10].map((it) => it * power).find((it) => it >= value);
}

function text(x, y, classes, anchor, content) {
  return `<text x="${x}" y="${y}" class="${classes}" text-anchor="${anchor}">${content}</text>`;
}

function title(result) {
  const way = result.window === '0' ? 'Without a window' : `Over ${result.window}`;
  return `${way}: ${number(result.busiestSecond)} in the busiest second`;
}

function panel(result, seconds, top) {
  const width = (WIDTH - LEFT) / seconds;
  const most = above(Math.max(...result.backPerSecond, ...result.closedPerSecond));
  const bottom = top + PANEL;
  const height = (count) => (count / most) * PANEL;
  const parts = [text(0, top - 14, '', 'start', title(result))];
  for (const share of [0, 0.5, 1]) {
    const y = bottom - share * PANEL;
    parts.push(`<line class="line" x1="${LEFT}" y1="${y}" x2="${WIDTH}" y2="${y}"/>`);
    parts.push(text(LEFT - 8, y + 4, 'quiet', 'end', number(share * most)));
  }
  result.backPerSecond.forEach((count, i) => {
    const bar = height(count);
    parts.push(
      `<rect class="back" x="${(LEFT + i * width + 1).toFixed(1)}" y="${(bottom - bar).toFixed(1)}" width="${(width - 2).toFixed(1)}" height="${bar.toFixed(1)}"/>`,
    );
  });
  const steps = result.closedPerSecond.map((count, i) => {
    const y = (bottom - height(count)).toFixed(1);
    return `${(LEFT + i * width).toFixed(1)},${y} ${(LEFT + (i + 1) * width).toFixed(1)},${y}`;
  });
  parts.push(`<polyline class="gone" points="${steps.join(' ')}"/>`);
  for (let second = 0; second < seconds; second += 5) {
    parts.push(text((LEFT + (second + 1) * width).toFixed(1), bottom + 18, 'quiet', 'middle', `${second}`));
  }
  return parts.join('\n');
}

/** The whole file. */
export function chart(results) {
  const seconds = Math.max(...results.map((it) => it.backPerSecond.length));
  const heightOf = HEAD + results.length * PANEL + (results.length - 1) * GAP + FOOT;
  const name = `${number(results[0].clients)} clients of a server that ends`;
  const panels = results.map((it, i) => panel(it, seconds, HEAD + 20 + i * (PANEL + GAP)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${heightOf + 20}" viewBox="0 0 ${WIDTH} ${heightOf + 20}" role="img" fill="#6e7781" font-family="sans-serif" font-size="13">
<title>${name}</title>
<desc>${results.map(title).join('; ')}.</desc>
${STYLE}
${text(0, 20, 'name', 'start', name)}
${text(0, 42, 'quiet', 'start', 'back at another server (bars) and sent away (line), by the second since draining began')}
${panels.join('\n')}
</svg>
`;
}

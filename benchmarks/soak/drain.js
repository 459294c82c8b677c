// What a fleet sees when one of its servers ends: two programs on one Redis, all clients (the official Centrifuge SDK, as it is) on the first,
// somebody who goes on publishing at the second, and `duplex drain` at the first, once for each window. Counts who comes back when, and whether each recovered
// by position and missed nothing. Writes OUT.json and OUT.svg, and a Markdown table to standard output.
//
//   node drain.js --duplex ../../duplex --clients 5000 --windows 30s,0 --out ../../docs/reports/drain
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { chart } from './chart.js';
import { Fleet } from './fleet.js';
import { Herd } from './herd.js';

const { values } = parseArgs({
  options: {
    duplex: { type: 'string', default: '../../duplex' },
    clients: { type: 'string', default: '5000' },
    windows: { type: 'string', default: '30s,0' },
    delay: { type: 'string', default: '2s' },
    out: { type: 'string' },
  },
});

const SETTLED_MS = 3_000;
const PUBLISH_EVERY_MS = 500;

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** The value below which this share of them is. */
function quantile(sorted, share) {
  return sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** How many of these times are in each step from the beginning, the first step beginning a little before. */
function counts(times, from, to, step) {
  const bins = new Array(Math.ceil((to - from) / step)).fill(0);
  for (const time of times) {
    const bin = Math.floor((time - from) / step);
    if (bin >= 0 && bin < bins.length) {
      bins[bin]++;
    }
  }
  return bins;
}

async function drain(window) {
  const fleet = await Fleet.start(values.duplex, 2);
  try {
    const herd = new Herd(Number(values.clients), () => fleet.choose());
    let published = 0;
    let publishing = true;
    const publisher = (async () => {
      while (publishing) {
        published++;
        await fleet.publish(1, { n: published });
        await sleep(PUBLISH_EVERY_MS);
      }
    })();
    fleet.only(0);
    await herd.gather();
    await sleep(SETTLED_MS);
    fleet.open();

    const told = await fleet.drain(0, values.delay, window, (line) => console.error(`  ${line}`));
    await herd.allBack();
    await sleep(SETTLED_MS);
    publishing = false;
    await publisher;
    await herd.allHave(published);
    const result = judge(herd, window, told, published);
    herd.scatter();
    return result;
  } finally {
    await fleet.stop();
  }
}

function judge(herd, window, told, published) {
  const began = told.began;
  const seconds = (time) => Math.round(time - began) / 1000;
  const away = herd.absences().map((it) => it.back - it.gone).sort((a, b) => a - b);
  const back = herd.absences().map((it) => it.back);
  const end = Math.max(...back);
  return {
    window,
    clients: herd.size,
    published,
    tookSeconds: seconds(told.ended),
    closedPerSecond: counts(herd.absences().map((it) => it.gone), began - 1000, end + 1000, 1000),
    backPerSecond: counts(back, began - 1000, end + 1000, 1000),
    busiestSecond: Math.max(...counts(back, began - 1000, end + 1000, 1000)),
    busiestTenth: Math.max(...counts(back, began - 1000, end + 1000, 100)),
    allBackSeconds: seconds(end),
    awayMillis: {
      least: Math.round(away[0]),
      median: Math.round(quantile(away, 0.5)),
      p99: Math.round(quantile(away, 0.99)),
      most: Math.round(away.at(-1)),
    },
    reasons: herd.reasons(),
    failedAttempts: herd.failures(),
    recovered: herd.recovered(),
    notRecovered: herd.absences().length - herd.recovered(),
    missed: herd.missed(published),
    twice: herd.twice(),
    told: told.lines,
  };
}

const results = [];
for (const window of values.windows.split(',')) {
  console.error(`window ${window}:`);
  results.push(await drain(window));
}
const whole = {
  machine: { processor: cpus()[0].model, processors: cpus().length },
  client: `centrifuge ${JSON.parse(readFileSync(new URL('node_modules/centrifuge/package.json', import.meta.url), 'utf8')).version}, node ${process.version}`,
  delay: values.delay,
  results,
};
if (values.out !== undefined) {
  writeFileSync(`${values.out}.json`, `${JSON.stringify(whole, null, 1)}\n`);
  writeFileSync(`${values.out}.svg`, chart(results));
}
const number = (it) => it.toLocaleString('en-US');
console.log('| window | all back after | busiest second | busiest tenth of one | away, median | 99 % | most | failed attempts | recovered | missed | twice |');
console.log('|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const it of results) {
  const { median, p99, most } = it.awayMillis;
  const cells = [
    it.window,
    `${it.allBackSeconds.toFixed(1)} s`,
    ...[it.busiestSecond, it.busiestTenth].map(number),
    ...[median, p99, most].map((ms) => `${number(ms)} ms`),
    ...[it.failedAttempts, it.recovered, it.missed, it.twice].map(number),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
const broken = results.some((it) => it.missed > 0 || it.twice > 0 || it.notRecovered > 0);
process.exit(broken ? 1 : 0);

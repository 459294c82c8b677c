// Copies clients for browsers, as their packages ship them, to where they are served, at /js/sockjs.min.js and
// /js/centrifuge.js; beside each the licenses of all that is in that one file, and that of the search in the documentation. And the examples that use them, to /examples.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const to = 'target/classes/dev/duplex/web';
const examples = '../examples/browser';
/** A script that stands in the page itself. */
const INLINE = /<script>(.*?)<\/script>/gs;

mkdirSync(`${to}/js`, { recursive: true });
copy('sockjs-client/dist', 'sockjs.min.js', 'sockjs.LICENSES.txt', [
  'sockjs-client',
  'inherits',
  'querystringify',
  'requires-port',
  'url-parse',
]);
copy('centrifuge/dist', 'centrifuge.js', 'centrifuge.LICENSES.txt', ['centrifuge', 'events']);
licenses('minisearch.LICENSES.txt', ['minisearch'], 'LICENSE.txt');

mkdirSync(`${to}/examples`, { recursive: true });
const scripts = [];
for (const name of readdirSync(examples)) {
  copyFileSync(`${examples}/${name}`, `${to}/examples/${name}`);
  for (const [, script] of readFileSync(`${examples}/${name}`, 'utf8').matchAll(INLINE)) {
    scripts.push(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  }
}
// What their policy lets run: the server says it with each of them.
writeFileSync(`${to}/examples/scripts.txt`, scripts.join(' '));

function copy(from, file, licensesFile, contained) {
  copyFileSync(`node_modules/${from}/${file}`, `${to}/js/${file}`);
  licenses(licensesFile, contained, 'LICENSE');
}

function licenses(file, contained, name) {
  const texts = contained.map((it) => {
    const license = readFileSync(`node_modules/${it}/${name}`, 'utf8').trim();
    return `${it}\n\n${license}\n`;
  });
  writeFileSync(`${to}/js/${file}`, texts.join('\n\n'));
}

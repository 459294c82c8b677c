// Copies clients for browsers, as their packages ship them, to where they are served, at /js/sockjs.min.js and
// /js/centrifuge.js; beside each the licenses of all that is in that one file. And the examples that use them, to /examples.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const to = 'target/classes/dev/duplex/web';
const examples = '../examples/browser';

mkdirSync(`${to}/js`, { recursive: true });
copy('sockjs-client/dist', 'sockjs.min.js', 'sockjs.LICENSES.txt', [
  'sockjs-client',
  'inherits',
  'querystringify',
  'requires-port',
  'url-parse',
]);
copy('centrifuge/dist', 'centrifuge.js', 'centrifuge.LICENSES.txt', ['centrifuge', 'events']);

mkdirSync(`${to}/examples`, { recursive: true });
for (const name of readdirSync(examples)) {
  copyFileSync(`${examples}/${name}`, `${to}/examples/${name}`);
}

function copy(from, file, licensesFile, contained) {
  copyFileSync(`node_modules/${from}/${file}`, `${to}/js/${file}`);
  const licenses = contained.map((name) => {
    const license = readFileSync(`node_modules/${name}/LICENSE`, 'utf8').trim();
    return `${name}\n\n${license}\n`;
  });
  writeFileSync(`${to}/js/${licensesFile}`, licenses.join('\n\n'));
}

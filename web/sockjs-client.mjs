// Copies the SockJS client for browsers, as its package ships it, to where it is served at
// /js/sockjs.min.js; and beside it the licenses of all that is in that one file.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const to = 'target/classes/dev/duplex/web/js';
const contained = ['sockjs-client', 'inherits', 'querystringify', 'requires-port', 'url-parse'];

mkdirSync(to, { recursive: true });
copyFileSync('node_modules/sockjs-client/dist/sockjs.min.js', `${to}/sockjs.min.js`);
const licenses = contained.map((name) => {
  const license = readFileSync(`node_modules/${name}/LICENSE`, 'utf8').trim();
  return `${name}\n\n${license}\n`;
});
writeFileSync(`${to}/sockjs.LICENSES.txt`, licenses.join('\n\n'));

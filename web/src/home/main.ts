// The front page runs its example, and shows what that says.

import { byId, h } from '../dom';
import { loadSockJs } from '../sockjs';
import source from './example.js?url';
import { runLives } from './live/live';

const said = byId('said', HTMLElement);

/** The example talks to the console: this listens there. */
function listen(): void {
  const log = console.log.bind(console);
  console.log = (...words: unknown[]) => {
    log(...words);
    said.append(h('li', {}, words.join(' ')));
  };
}

/** As a page would load it that has it in a file: it is the file that is shown. */
function run(): void {
  said.replaceChildren();
  document.getElementById('example')?.remove();
  document.head.append(h('script', { id: 'example', src: source }));
}

listen();
runLives();
await loadSockJs();
byId('again', HTMLButtonElement).addEventListener('click', run);
run();

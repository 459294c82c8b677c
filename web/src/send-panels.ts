// The panels that send: text, binary, close.

import { parseHex, size, utf8 } from './bytes';
import { closeName, codeProblem, MAX_REASON_BYTES, reasonProblem } from './close';
import { byId, isComposing } from './dom';

/** What the panels may do with the connection. */
export interface Sender {
  text(text: string): void;
  binary(bytes: Uint8Array<ArrayBuffer>): void;
  /** Without a code, the Close frame is empty. */
  close(code: number | undefined, reason: string): void;
  problem(text: string): void;
  readonly isOpen: boolean;
}

/** A browser fills at most this much in one call. */
const RANDOM_AT_ONCE = 65_536;
const MAX_RANDOM = 1024 * 1024;
const MAX_FILE = 64 * 1024 * 1024;

export function textPanel(sender: Sender): void {
  const panel = byId('panel-text', HTMLElement);
  const text = byId('text', HTMLTextAreaElement);
  const count = (): void => {
    byId('text-size', HTMLElement).textContent = size(utf8(text.value).length);
  };
  text.addEventListener('input', count);
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !isComposing(event)) {
      event.preventDefault();
      text.form?.requestSubmit();
    }
  });
  panel.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sender.isOpen) {
      sender.text(text.value);
      text.select();
    }
  });
  count();
}

export function binaryPanel(sender: Sender): void {
  const text = byId('hex', HTMLTextAreaElement);
  const problem = byId('hex-problem', HTMLElement);
  const read = (): Uint8Array<ArrayBuffer> | null => {
    try {
      const bytes = parseHex(text.value);
      problem.hidden = true;
      byId('hex-size', HTMLElement).textContent = size(bytes.length);
      return bytes;
    } catch (error) {
      problem.textContent = (error as Error).message;
      problem.hidden = false;
      byId('hex-size', HTMLElement).textContent = '';
      return null;
    }
  };
  text.addEventListener('input', read);
  byId('panel-binary', HTMLElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const bytes = read();
    if (bytes !== null && sender.isOpen) {
      sender.binary(bytes);
    }
  });
  read();
  randomBytes(sender);
  file(sender);
}

function randomBytes(sender: Sender): void {
  const input = byId('random-size', HTMLInputElement);
  byId('send-random', HTMLButtonElement).addEventListener('click', () => {
    const wanted = Math.floor(input.valueAsNumber || 0);
    const bytes = new Uint8Array(Math.min(MAX_RANDOM, Math.max(1, wanted)));
    input.value = String(bytes.length);
    for (let at = 0; at < bytes.length; at += RANDOM_AT_ONCE) {
      crypto.getRandomValues(bytes.subarray(at, at + RANDOM_AT_ONCE));
    }
    sender.binary(bytes);
  });
}

function file(sender: Sender): void {
  const input = byId('file', HTMLInputElement);
  input.addEventListener('change', async () => {
    const chosen = input.files?.[0];
    input.value = '';
    if (chosen === undefined) {
      return;
    }
    if (chosen.size > MAX_FILE) {
      sender.problem(`${chosen.name} has ${size(chosen.size)}: this page sends files up to 64 MiB`);
      return;
    }
    try {
      sender.binary(new Uint8Array(await chosen.arrayBuffer()));
    } catch (error) {
      sender.problem(`${chosen.name} was not sent: ${(error as Error).message}`);
    }
  });
}

export function closePanel(sender: Sender): void {
  const code = byId('close-code', HTMLInputElement);
  const reason = byId('close-reason', HTMLInputElement);
  const problem = byId('close-problem', HTMLElement);
  const check = (): boolean => {
    const wrong = codeProblem(code.value) ?? reasonProblem(reason.value, code.value);
    const bytes = utf8(reason.value).length;
    const text = code.value.trim();
    byId('close-count', HTMLElement).textContent = `${bytes} / ${MAX_REASON_BYTES} bytes`;
    problem.textContent =
      wrong ?? (text === '' ? 'No code: an empty Close frame' : closeName(Number(text)));
    problem.classList.toggle('problem', wrong !== null);
    code.setAttribute('aria-invalid', String(codeProblem(code.value) !== null));
    reason.setAttribute('aria-invalid', String(reasonProblem(reason.value, code.value) !== null));
    return wrong === null;
  };
  code.addEventListener('input', check);
  reason.addEventListener('input', check);
  byId('panel-close', HTMLElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (check() && sender.isOpen) {
      const text = code.value.trim();
      sender.close(text === '' ? undefined : Number(text), reason.value);
    }
  });
  check();
}

// One frame, bit by bit: the diagram of RFC 6455 §5.2 with the real bits in it.

import { hex, hexDump, printable, size, textOf } from './bytes';
import { closeName } from './close';
import { h } from './dom';
import { type Field, fields, layout, opcodeName, type Segment } from './frame';
import { isCompressedMessage, sideName, type TracedFrame } from './wire';

/** Bytes of payload in the diagram, and in the table of the masking. */
const DIAGRAM_BYTES = 12;
const TABLE_BYTES = 16;

/** @param width bits in a row: 32, or 16 where there is little room */
export function frameView(frame: TracedFrame, width: number): HTMLElement {
  return h(
    'div',
    { class: 'frame-view' },
    title(frame),
    diagram(frame, width),
    frame.plain.length > 0 ? payload(frame) : null,
  );
}

function title(frame: TracedFrame): HTMLElement {
  const other = frame.from === 'client' ? 'server' : 'client';
  const { header } = frame;
  const facts = [
    `${header.bytes.length} + ${header.length} bytes`,
    header.rsv1 ? 'compressed' : null,
    header.fin ? null : 'a fragment',
    frame.came < header.length ? `cut off: ${frame.came} bytes came` : null,
    frame.roundTrip === null
      ? null
      : `answers a Ping after ${(frame.roundTrip / 1000).toFixed(2)} ms`,
    frame.close === null || frame.close.code === null
      ? null
      : `${frame.close.code} ${closeName(frame.close.code)}`,
  ];
  return h(
    'h3',
    { class: 'frame-title' },
    `${opcodeName(header.opcode)} frame `,
    h('span', {}, `${sideName(frame.from)} → ${sideName(other)}`),
    h('small', {}, facts.filter((fact) => fact !== null).join(' · ')),
  );
}

function diagram(frame: TracedFrame, width: number): HTMLElement {
  const all = fields(frame.header, frame.wire.subarray(0, DIAGRAM_BYTES));
  const grid = h('div', { class: 'bits', role: 'group', 'aria-label': 'The frame’s bits' });
  grid.style.setProperty('--bits', String(width));
  for (let bit = 0; bit < width; bit++) {
    grid.append(h('span', { class: 'bits-ruler', 'aria-hidden': 'true' }, String(bit)));
  }
  const explain = h('p', { class: 'bits-explain', 'aria-live': 'polite' });
  const parts: HTMLElement[] = [];
  const show = (index: number): void => {
    const field = all[index] as Field;
    for (const part of parts) {
      part.classList.toggle('on', part.dataset.field === String(index));
    }
    explain.replaceChildren(h('b', {}, `${field.name} = ${field.value}`), ` ${field.explanation}`);
  };
  for (const segment of layout(all, width)) {
    const part = cell(segment, all[segment.field] as Field);
    part.addEventListener('pointerenter', () => show(segment.field));
    part.addEventListener('focus', () => show(segment.field));
    part.addEventListener('click', () => show(segment.field));
    parts.push(part);
    grid.append(part);
  }
  show(4);
  return h('div', { class: 'bits-box' }, grid, explain);
}

function cell(segment: Segment, field: Field): HTMLElement {
  const bits = h('span', { class: 'bits-row', 'aria-hidden': 'true' });
  for (const bit of segment.bits) {
    bits.append(h('span', { class: bit === '1' ? 'bit set' : 'bit' }, bit));
  }
  const narrow = segment.bits.length === 1;
  const label = segment.first
    ? field.name
    : segment.bits.length > 4
      ? `${field.name}, continued`
      : '…';
  const element = h(
    segment.first ? 'button' : 'div',
    {
      class: `bits-cell ${field.kind}${narrow ? ' narrow' : ''}${segment.first ? '' : ' later'}${segment.last ? '' : ' open'}`,
      'data-field': segment.field,
      ...(segment.first
        ? { type: 'button', 'aria-label': `${field.name}: ${field.value}` }
        : { 'aria-hidden': 'true' }),
    },
    bits,
    h('span', { class: 'bits-label' }, label),
  );
  element.style.gridColumn = `span ${segment.bits.length}`;
  element.style.setProperty('--span', String(segment.bits.length));
  return element;
}

function payload(frame: TracedFrame): HTMLElement {
  const key = frame.header.maskingKey;
  const { rsv1, opcode, length } = frame.header;
  const body = opcode === 8 ? frame.plain.subarray(2) : frame.plain;
  const text = rsv1 || opcode === 2 ? null : textOf(body);
  const rest = length - frame.plain.length;
  return h(
    'div',
    { class: 'payloads' },
    isCompressedMessage(frame) ? inflatedPart(frame) : null,
    text === null || text === ''
      ? null
      : part(opcode === 8 ? 'Reason' : 'As text', h('pre', { tabindex: 0, class: 'text' }, text)),
    key === null ? null : unmasking(frame.wire, key, frame.plain),
    part(
      `${rsv1 ? 'Compressed payload' : 'Payload'}${rest > 0 ? `, the first ${size(frame.plain.length)} of ${size(length)}` : ''}`,
      h('pre', { tabindex: 0 }, hexDump(frame.plain)),
    ),
  );
}

/** A message compressed by itself can be read by itself. */
function inflatedPart(frame: TracedFrame): HTMLElement {
  const bytes = frame.inflated;
  const text = bytes === null || frame.header.opcode === 2 ? null : textOf(bytes);
  const shown =
    bytes === null
      ? 'Not to be read alone: it refers to earlier messages (context takeover).'
      : (text ?? hexDump(bytes));
  return part('Decompressed', h('pre', { tabindex: 0, class: 'text' }, shown));
}

function part(name: string, content: HTMLElement): HTMLElement {
  return h('div', { class: 'payload-part' }, h('h4', {}, name), content);
}

/** On the wire, XOR key, is the payload: for the first bytes. */
function unmasking(wire: Uint8Array, key: Uint8Array, plain: Uint8Array): HTMLElement {
  const count = Math.min(TABLE_BYTES, wire.length);
  const row = (name: string, kind: string, text: (i: number) => string): HTMLElement =>
    h(
      'tr',
      { class: kind },
      h('th', { scope: 'row' }, name),
      ...Array.from({ length: count }, (_, i) => h('td', {}, text(i))),
      wire.length > count ? h('td', {}, '…') : null,
    );
  const byte = (bytes: Uint8Array, i: number): string => hex(bytes.subarray(i, i + 1));
  return part(
    'Unmasking',
    h(
      'div',
      { class: 'scroll', tabindex: 0 },
      h(
        'table',
        { class: 'xor' },
        row('on the wire', 'wire-bytes', (i) => byte(wire, i)),
        row('⊕ key', 'key-bytes', (i) => byte(key, i % 4)),
        row('= payload', 'plain-bytes', (i) => byte(plain, i)),
        row('', 'char-bytes', (i) => printable(plain[i] as number)),
      ),
    ),
  );
}

// The page of the notifications: the connection, the desk on it, and the views that show it.

import { picture } from '../chat/avatar';
import { Composer } from '../chat/composer';
import { Identities, tokenOf } from '../chat/identity';
import { NameForm } from '../chat/name-form';
import { fillPeople } from '../chat/places-view';
import { cut } from '../chat/words';
import { onNewDay } from '../day';
import { byId, copy, isComposing, onFrame } from '../dom';
import { storeFor } from '../frame/as';
import { Link } from '../frame/link';
import { browser, tab } from '../store';
import { notesChannel } from './channels';
import { Desk } from './desk';
import { EntriesView } from './entries-view';
import { type Entry, sentenceOf, unreadIn } from './notes';
import { ToastsView } from './toasts-view';
import type { WallEvent } from './wall';
import { WallView } from './wall-view';

const TITLE = 'Notifications – Duplex';
const MEANWHILE = 'meanwhile';
/** The longest that is said of a post or a notification where there is little room, in characters. */
const SHORT = 60;

/** What is written goes there. */
type Target =
  | { readonly kind: 'post' }
  | { readonly kind: 'comment'; readonly epoch: string; readonly post: WallEvent }
  | { readonly kind: 'message'; readonly user: string; readonly name: string };

/** Somebody else in a tab of their own (`?as=`) is kept there only. */
const identities = new Identities(storeFor(location.search, browser, tab));
const link = await Link.make({ token: tokenOf(identities.current()) }, { noun: 'notification' });
const draw = onFrame(show);
const desk = new Desk(link, identities, tab, {
  changed: draw,
  arrived: (entry) =>
    toasts.add({ key: entry.key, title: sentenceOf(entry), text: cut(entry.text, SHORT) }),
  cameMeanwhile: (count) =>
    toasts.add({
      key: MEANWHILE,
      title: `${count} new ${count === 1 ? 'notification' : 'notifications'}`,
      text: 'came while you were away',
    }),
  trouble: (sentence) => {
    const place = byId('entries-problem', HTMLElement);
    place.hidden = false;
    place.textContent = sentence;
  },
});

const page = byId('notes', HTMLElement);
const entries = new EntriesView(desk, open);
const wall = new WallView(desk, {
  comment: (epoch, post) => aim({ kind: 'comment', epoch, post }),
  write: (user, name) => aim({ kind: 'message', user, name }),
  retry: (key) => goOn(() => desk.retry(key)),
  discard: (key) => goOn(() => desk.discard(key)),
});
const toasts = new ToastsView((key) => {
  const entry = desk.entries.find((it) => it.key === key);
  if (entry === undefined) {
    pane('places');
    byId('entries-scroll', HTMLElement).focus();
  } else {
    open(entry);
  }
});
let target: Target = { kind: 'post' };
const composer = new Composer({ send, typing: () => {}, changed: () => {} });

/** On a phone one pane is seen at a time. */
function pane(name: string): void {
  page.dataset.pane = name;
}

/** A notification is read, and leads to what it is about. */
function open(entry: Entry): void {
  desk.read(entry);
  const [person] = entry.people;
  if (entry.kind === 'message' && person !== undefined) {
    aim({ kind: 'message', ...person });
  } else if (entry.note.post > 0) {
    pane('talk');
    wall.find(entry.note.epoch, entry.note.post);
  }
}

/** Does what takes away the button that it was asked for by: the focus goes to where one writes, not nowhere. */
function goOn(act: () => void): void {
  act();
  composer.focus();
}

/** What is written next goes there. */
function aim(to: Target): void {
  target = to;
  pane('talk');
  const place = byId('target', HTMLElement);
  place.hidden = to.kind === 'post';
  byId('target-text', HTMLElement).textContent =
    to.kind === 'comment'
      ? `Comment on “${cut(to.post.text, SHORT)}”`
      : to.kind === 'message'
        ? `To ${to.name} alone`
        : '';
  composer.draft(
    byId('text', HTMLTextAreaElement).value,
    to.kind === 'comment'
      ? 'Write a comment'
      : to.kind === 'message'
        ? `Write to ${to.name}`
        : 'Post something',
  );
  composer.focus();
}

function send(text: string): boolean {
  const taken =
    target.kind === 'post'
      ? desk.post(text)
      : target.kind === 'comment'
        ? desk.comment(target.epoch, target.post.offset, text)
        : desk.write(target.user, text);
  if (taken) {
    byId('sent', HTMLElement).dataset.to = target.kind === 'message' ? target.name : '';
    aim({ kind: 'post' });
  }
  return taken;
}

function show(): void {
  entries.show();
  wall.show();
  fillPeople(desk.people, desk.me, (user, name) => aim({ kind: 'message', user, name }));
  showSent();
  const unread = desk.isKnown ? desk.entries.filter((it) => it.unread) : [];
  const count = unreadIn(unread);
  document.title = count > 0 ? `(${count}) ${TITLE}` : TITLE;
  toasts.keep(new Set([...unread.map(({ key }) => key), ...(count > 0 ? [MEANWHILE] : [])]));
  picture(byId('me-avatar', HTMLElement), desk.me, desk.name);
  showCurl();
}

/** A message to somebody is seen nowhere here: so it is said what becomes of it. */
function showSent(): void {
  const place = byId('sent', HTMLElement);
  const to = place.dataset.to ?? '';
  const hasFailed = desk.failed.some(({ deed }) => deed.method === 'wall.message');
  const sent = hasFailed ? '' : `Sent to ${to}`;
  place.textContent = to === '' ? '' : desk.sending > 0 ? `Sending to ${to}…` : sent;
}

function showCurl(): void {
  const data = { kind: 'notice', text: 'Your parcel is on its way' };
  const body = JSON.stringify({ channel: notesChannel(desk.me), data });
  const line = `curl -H "X-API-Key: $KEY" -d '${body}' ${location.origin}/api/publish`;
  const place = byId('curl', HTMLElement);
  if (desk.me !== '' && place.textContent !== line) {
    place.textContent = line;
  }
}

byId('target-cancel', HTMLButtonElement).addEventListener('click', () => aim({ kind: 'post' }));
byId('text', HTMLTextAreaElement).addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !isComposing(event) && target.kind !== 'post') {
    aim({ kind: 'post' });
  }
});
for (const button of document.querySelectorAll<HTMLElement>('[data-show]')) {
  button.addEventListener('click', () => pane(button.dataset.show ?? 'talk'));
}
const curlCopy = byId('curl-copy', HTMLButtonElement);
curlCopy.addEventListener('click', () => {
  void copy(byId('curl', HTMLElement).textContent ?? '', curlCopy);
});
new NameForm(desk);
onNewDay(draw);
link.client.connect();

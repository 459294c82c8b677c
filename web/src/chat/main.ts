// The page of the chat: the connection, the chat on it, and the views that show it.

import { onNewDay } from '../day';
import { byId, onFrame } from '../dom';
import { storeFor } from '../frame/as';
import { Link } from '../frame/link';
import { browser, tab } from '../store';
import { picture } from './avatar';
import { channelIn, kindOf, roomChannel, roomIn, roomOf } from './channels';
import { Chat } from './chat';
import { Composer } from './composer';
import type { Conversation } from './conversation';
import { Identities, tokenOf } from './identity';
import { Memory } from './memory';
import { NameForm } from './name-form';
import { PlacesView } from './places-view';
import { TimelineView } from './timeline-view';

const TITLE = 'Chat – Duplex';

/** Somebody else in a tab of their own (`?as=`) is kept there only. */
const store = storeFor(location.search, browser, tab);
const identities = new Identities(store);
const link = await Link.make({ token: tokenOf(identities.current()) });
const draw = onFrame(show);
const chat = new Chat(
  link,
  identities,
  (user) => new Memory(store, tab, user),
  { changed: draw },
  channelIn(location.hash),
);

const page = byId('chat', HTMLElement);
const places = new PlacesView(chat, open);
const timeline = new TimelineView(
  {
    retry: (key) => goOn(() => chat.retry(key)),
    discard: (key) => goOn(() => chat.discard(key)),
  },
  () => {
    if (timeline.atTop) {
      older();
    }
    see();
  },
);
const composer = new Composer({
  send(text) {
    timeline.toEnd();
    return chat.send(text);
  },
  typing: () => chat.active?.type(),
  changed(text) {
    if (chat.active !== null) {
      chat.active.draft = text;
    }
  },
});
let looked: Conversation | null = null;

function open(channel: string): void {
  pane('talk');
  chat.open(channel);
  composer.focus();
}

/** Does what takes away the button that it was asked for by: the focus goes to where one writes, not nowhere. */
function goOn(act: () => void): void {
  act();
  composer.focus();
}

/** On a phone one pane is seen at a time. */
function pane(name: string): void {
  page.dataset.pane = name;
  if (chat.active !== null) {
    see();
  }
}

function older(): void {
  const conversation = chat.active;
  if (conversation?.hasOlder) {
    void conversation.older();
  }
}

/** What is on the screen has been seen. */
function see(): void {
  if (!document.hidden && timeline.isVisible && timeline.atEnd) {
    chat.seen();
  }
}

function show(): void {
  const conversation = chat.active;
  places.show();
  if (conversation === null) {
    return;
  }
  if (conversation !== looked) {
    looked = conversation;
    composer.draft(conversation.draft, `Write to ${title(conversation)}`);
    history.replaceState(null, '', `#${encodeURIComponent(conversation.channel)}`);
  }
  timeline.show(conversation.timeline, chat.me, conversation.newAfter);
  showHead(conversation);
  showCounts(conversation);
  byId('typing', HTMLElement).textContent = conversation.people.typingNow(Date.now());
  byId('older', HTMLButtonElement).hidden = !conversation.offersOlder;
  byId('timeline', HTMLElement).setAttribute('aria-busy', String(conversation.loading));
  see();
}

function title(conversation: Conversation): string {
  return kindOf(conversation.channel) === 'room'
    ? `#${roomIn(conversation.channel)}`
    : chat.nameOfOther(conversation);
}

function showHead(conversation: Conversation): void {
  const direct = kindOf(conversation.channel) === 'direct';
  byId('talk-title', HTMLElement).textContent = title(conversation);
  byId('talk-about', HTMLElement).textContent =
    conversation.problem || (direct ? 'between the two of you' : 'open to everybody');
  byId('leave', HTMLButtonElement).hidden = conversation.channel === roomChannel('lobby');
  picture(byId('me-avatar', HTMLElement), chat.me, chat.name);
}

function showCounts(conversation: Conversation): void {
  const here = conversation.timeline.unread;
  const elsewhere = chat.unread - here;
  const badge = byId('elsewhere', HTMLElement);
  badge.hidden = elsewhere === 0;
  badge.textContent = String(elsewhere);
  document.title = chat.unread > 0 ? `(${chat.unread}) ${TITLE}` : TITLE;
  const jump = byId('jump', HTMLButtonElement);
  jump.hidden = timeline.atEnd || here === 0;
  jump.textContent = here === 1 ? '1 new message below' : `${here} new messages below`;
}

byId('older', HTMLButtonElement).addEventListener('click', older);
byId('jump', HTMLButtonElement).addEventListener('click', () => {
  timeline.toEnd();
  see();
});
byId('leave', HTMLButtonElement).addEventListener('click', () => {
  const { active } = chat;
  if (active !== null) {
    goOn(() => chat.leave(active));
  }
});
for (const button of document.querySelectorAll<HTMLElement>('[data-show]')) {
  button.addEventListener('click', () => pane(button.dataset.show ?? 'talk'));
}
byId('join', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const input = byId('room', HTMLInputElement);
  const room = roomOf(input.value);
  const joined = room !== null && chat.open(roomChannel(room));
  const problem = byId('room-problem', HTMLElement);
  problem.hidden = joined;
  problem.textContent =
    room === null
      ? 'A room’s name is of letters a to z, digits and hyphens.'
      : 'That is too many conversations: leave one first.';
  if (joined) {
    input.value = '';
    pane('talk');
  }
});
new NameForm(chat);
document.addEventListener('visibilitychange', see);
window.addEventListener('storage', ({ key }) => chat.readElsewhere(key));
onNewDay(draw);
link.client.connect();

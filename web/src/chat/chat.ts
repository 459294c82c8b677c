// The chat: who I am, the conversations, which of them is looked at, and what goes out. It knows nothing of the page.

import type { Centrifuge } from 'centrifuge';
import type { Link } from '../frame/link';
import { randomId } from '../random';
import { call } from './calls';
import {
  directChannel,
  inboxChannel,
  isConversation,
  isUser,
  kindOf,
  otherIn,
  ROOMS,
  roomChannel,
} from './channels';
import { Conversation, type ReadMark, UNREAD } from './conversation';
import type { Identities } from './identity';
import { Inbox } from './inbox';
import { MAX_CONVERSATIONS, MAX_WANTED, type Memory } from './memory';
import { fieldsOf, type Letter, letterOf, type Message } from './message';
import { Naming } from './naming';
import { Outbox, type Outgoing, type Position } from './outbox';
import { cut, MAX_TEXT, shown } from './words';

/** Somebody who was told of a message is not told of the next ones for so long, in milliseconds, unless they leave meanwhile. */
const NOTE_MILLIS = 60_000;

/** A message and the note of it. */
const MOST_FOR_ONE = 2;

export interface ChatListener {
  changed(): void;
}

export class Chat {
  readonly #client: Centrifuge;
  readonly #naming: Naming;
  readonly #outbox: Outbox;
  readonly #conversations = new Map<string, Conversation>();
  /** Names of those I have talked to, by user. */
  readonly #names = new Map<string, string>();
  /** When the other one was told of a message, by channel. */
  readonly #noted = new Map<string, number>();
  #active: Conversation | null = null;
  #begun: { readonly me: string; readonly memory: Memory; readonly inbox: Inbox | null } | null =
    null;

  /**
   * @param memoryOf what is kept of a user
   * @param wanted the channel to begin with
   */
  constructor(
    private readonly link: Pick<Link, 'client' | 'follow'>,
    identities: Identities,
    private readonly memoryOf: (user: string) => Memory,
    private readonly listener: ChatListener,
    private readonly wanted: string,
  ) {
    this.#client = link.client;
    this.#naming = new Naming(link.client, identities);
    this.#outbox = new Outbox(
      {
        publish: (item) => this.#publish(item),
        later: (task, millis) => setTimeout(task, millis),
        keep: (items) => this.#begun?.memory.keepOutbox(items),
      },
      {
        sent: (item, position) => this.#sent(item, position),
        failed: (item, problem) => this.#failed(item, problem),
      },
    );
    this.#client.on('connected', ({ data }) => this.#connected(String(data?.user ?? '')));
    this.#client.on('connecting', () => this.#outbox.online(false));
    this.#client.on('disconnected', () => this.#outbox.online(false));
  }

  /** Who I am; empty while that is not known. */
  get me(): string {
    return this.#begun?.me ?? '';
  }

  #connected(me: string): void {
    if (this.#begun === null) {
      this.#begin(me);
    }
    this.#outbox.online(true);
    this.listener.changed();
  }

  /** Now that it is known who I am. */
  #begin(me: string): void {
    const memory = this.memoryOf(me);
    const inbox = isUser(me) ? new Inbox(this.link, me, (user, at) => this.#wants(user, at)) : null;
    this.#begun = { me, memory, inbox };
    for (const channel of [...ROOMS.map(roomChannel), ...memory.channels]) {
      this.#join(channel, false);
    }
    this.#outbox.restore(memory.outbox);
    for (const item of [...this.#outbox.waiting, ...this.#outbox.failed]) {
      this.#restored(item);
    }
    this.open(this.wanted) || this.open(roomChannel(ROOMS[0] ?? ''));
  }

  #restored({ key, channel, data, about, problem }: Outgoing): void {
    const timeline = this.#conversations.get(channel)?.timeline;
    if (about === undefined && timeline !== undefined) {
      timeline.write(this.#message(letterIn(data, key)));
      if (problem !== undefined) {
        timeline.failed(key, problem);
      }
    }
  }

  /** Somebody wants to talk to me: unless I left them since. */
  #wants(user: string, at: ReadMark): void {
    if (isUser(user) && user !== this.me) {
      const channel = directChannel(this.me, user);
      const left = this.#begun?.memory.left(channel) ?? null;
      if (left?.epoch !== at.epoch || left.offset < at.offset) {
        this.#join(channel, true);
        this.listener.changed();
      }
    }
  }

  // --- conversations

  get conversations(): readonly Conversation[] {
    return [...this.#conversations.values()];
  }

  get active(): Conversation | null {
    return this.#active;
  }

  get unread(): number {
    return this.conversations.reduce((sum, it) => sum + it.timeline.unread, 0);
  }

  #join(channel: string, newcomer: boolean): Conversation | null {
    const there = this.#conversations.get(channel);
    if (there !== undefined) {
      return there;
    }
    const most = newcomer ? MAX_WANTED : MAX_CONVERSATIONS;
    if (!isConversation(channel, this.me) || this.#conversations.size >= most) {
      return null;
    }
    const conversation = new Conversation(
      this.link,
      channel,
      this.me,
      {
        changed: () => this.listener.changed(),
        read: (mark) => this.#begun?.memory.keepMark(channel, mark),
        // Who left may have left for good: they are told of the next message.
        left: () => this.#noted.delete(channel),
      },
      this.#mark(channel, newcomer),
    );
    this.#conversations.set(channel, conversation);
    this.#begun?.memory.opened(channel);
    return conversation;
  }

  /** Up to where it was read. To who is wanted there all is new, after a reload too. */
  #mark(channel: string, newcomer: boolean): ReadMark | null {
    const mark = this.#begun?.memory.mark(channel) ?? null;
    if (mark !== null || !newcomer) {
      return mark;
    }
    this.#begun?.memory.keepMark(channel, UNREAD);
    return UNREAD;
  }

  /** Looks at a conversation. Returns false if there can be none of that name, or there are too many. */
  open(channel: string): boolean {
    const conversation = this.#join(channel, false);
    if (conversation === null) {
      return false;
    }
    if (conversation !== this.#active) {
      this.#active?.close();
      this.#active = conversation;
      conversation.open();
    }
    this.listener.changed();
    return true;
  }

  /** Leaves a conversation, until I open it again, or the other one of two writes again. */
  leave(conversation: Conversation): void {
    const { channel } = conversation;
    conversation.leave();
    this.#conversations.delete(channel);
    this.#noted.delete(channel);
    this.#begun?.memory.closed(channel);
    if (this.#begun?.inbox && kindOf(channel) === 'direct') {
      this.#begun.memory.keepLeft(channel, this.#begun.inbox.at);
    }
    if (conversation === this.#active) {
      this.#active = null;
      this.open(roomChannel(ROOMS[0] ?? ''));
    }
    this.listener.changed();
  }

  /** What is looked at has been seen. */
  seen(): void {
    const conversation = this.#active;
    const timeline = conversation?.timeline;
    if (conversation && timeline && timeline.latest > timeline.readUpTo) {
      this.#begun?.memory.keepMark(conversation.channel, conversation.seen());
      this.listener.changed();
    }
  }

  /** Another tab has read something, if that is what it kept. */
  readElsewhere(key: string | null): void {
    if (this.#begun?.memory.isMarks(key)) {
      for (const conversation of this.conversations) {
        conversation.readElsewhere(this.#begun.memory.mark(conversation.channel));
      }
      this.listener.changed();
    }
  }

  /** How the other one of a conversation is called, as far as is known. */
  nameOfOther(conversation: Conversation): string {
    const other = otherIn(conversation.channel, this.me) ?? '';
    const people = this.conversations.flatMap((it) => it.people.list.people);
    const name =
      people.find(({ user }) => user === other)?.name ??
      conversation.timeline
        .rows()
        .flatMap((row) =>
          row.kind === 'message' && row.message.user === other ? [row.message] : [],
        )
        .at(-1)?.name;
    if (name !== undefined) {
      this.#names.set(other, name);
    }
    return this.#names.get(other) ?? 'Somebody';
  }

  // --- writing

  get name(): string {
    return this.#naming.name;
  }

  rename(name: string): void {
    this.#naming.rename(name);
    this.listener.changed();
  }

  /** Another tab has renamed me, if that is what it kept. Returns whether it has. */
  renamedElsewhere(key: string | null): boolean {
    const renamed = this.#naming.renamedElsewhere(key);
    if (renamed) {
      this.listener.changed();
    }
    return renamed;
  }

  /** Sends what was written in the conversation that is looked at. Returns false if too much waits already. */
  send(text: string): boolean {
    const conversation = this.#active;
    const letter: Letter = {
      text: cut(text, MAX_TEXT),
      name: this.name,
      key: randomId(),
      at: Date.now(),
    };
    if (conversation === null || !this.#dispatch(conversation.channel, letter)) {
      return false;
    }
    conversation.newAfter = null;
    conversation.timeline.write(this.#message(letter));
    this.listener.changed();
    return true;
  }

  /** Sends what failed as it was written. */
  retry(key: string): void {
    const item = this.#outbox.failed.find((it) => it.key === key);
    if (item === undefined) {
      return;
    }
    const timeline = this.#conversations.get(item.channel)?.timeline;
    if (this.#outbox.hasRoom(MOST_FOR_ONE - 1)) {
      this.#outbox.takeFailed(key);
      this.#dispatch(item.channel, letterIn(item.data, key));
      timeline?.sending(key);
    } else {
      timeline?.failed(key, 'too many messages wait to be sent');
    }
    this.listener.changed();
  }

  discard(key: string): void {
    const item = this.#outbox.takeFailed(key);
    this.#conversations.get(item?.channel ?? '')?.timeline.discard(key);
    this.listener.changed();
  }

  /** Puts a letter, and a note to the other one of two, into the outbox: both, or none. */
  #dispatch(channel: string, letter: Letter): boolean {
    const items: Outgoing[] = [{ key: letter.key, channel, data: letter }];
    const other = kindOf(channel) === 'direct' ? otherIn(channel, this.me) : null;
    const now = Date.now();
    const isNoted = now - (this.#noted.get(channel) ?? Number.NEGATIVE_INFINITY) < NOTE_MILLIS;
    if (other !== null && !isNoted) {
      items.push({
        key: `${letter.key}-inbox`,
        channel: inboxChannel(other),
        data: {},
        about: { key: letter.key, channel },
      });
    }
    if (!this.#outbox.add(...items)) {
      return false;
    }
    if (items.length > 1) {
      this.#noted.set(channel, now);
    }
    return true;
  }

  #message(letter: Letter): Message {
    const text = shown(letter.text);
    return { ...letter, text, user: this.me, offset: null, delivery: 'sending' };
  }

  #publish({ channel, data, key }: Outgoing): Promise<Position> {
    const parameters = { channel, data, idempotencyKey: key };
    return call(this.#client, 'duplex.publish', parameters) as Promise<Position>;
  }

  #sent({ key, channel, about }: Outgoing, position: Position): void {
    if (about === undefined) {
      this.#conversations.get(channel)?.timeline.sent(key, position);
    }
    this.listener.changed();
  }

  #failed({ key, channel, about }: Outgoing, problem: string): void {
    // A note that did not come through, or will not be sent: the next message has one again.
    this.#noted.delete(about?.channel ?? channel);
    if (about === undefined) {
      this.#conversations.get(channel)?.timeline.failed(key, problem);
    } else {
      this.#conversations.get(about.channel)?.timeline.notTold(about.key, problem);
    }
    this.listener.changed();
  }
}

/** The letter of something that waits, whatever was made of it where it was kept. */
function letterIn(data: unknown, key: string): Letter {
  const fields = fieldsOf(data) ?? {};
  const { at } = letterOf(fields, Date.now(), key);
  const string = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { text: string(fields.text), name: string(fields.name), key, at };
}

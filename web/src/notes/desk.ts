// The notifications of somebody: what they are told, what of it is read and muted, the wall, and what they do there. It knows nothing of the page.

import type { Centrifuge } from 'centrifuge';
import { call } from '../chat/calls';
import { isUser } from '../chat/channels';
import { Here } from '../chat/here';
import type { Identities } from '../chat/identity';
import { list } from '../chat/memory';
import { Naming } from '../chat/naming';
import { Outbox, type Position } from '../chat/outbox';
import { People } from '../chat/people';
import { Whole } from '../chat/whole';
import { cut, MAX_TEXT } from '../chat/words';
import type { Link } from '../frame/link';
import { randomId } from '../random';
import type { Store } from '../store';
import { type Act, type Deed, isAct, pendingEvents } from './acts';
import { Cell } from './cell';
import { notesChannel, stateChannel, WALL } from './channels';
import { type Marks, marksOf, NOTHING_READ, read, readAll } from './marks';
import { type Mutes, mute, mutesOf, NOTHING_MUTED } from './mutes';
import { type Kind, noteOf } from './note';
import { type Entry, Notes, unreadIn } from './notes';
import { eventOf, type Post, Wall } from './wall';

const OUTBOX = 'duplex.notes.outbox';

export interface DeskListener {
  changed(): void;
  /** Somebody did something just now. */
  arrived(entry: Entry): void;
  /** So much has come that is unread, while this page was away. */
  cameMeanwhile(count: number): void;
  /** The server does not do what this needs. */
  trouble(sentence: string): void;
}

export class Desk {
  readonly #client: Centrifuge;
  readonly #naming: Naming;
  readonly #wall = new Wall();
  readonly #notes = new Notes();
  readonly #outbox: Outbox<Act>;
  /** Acts that are answered, and have not come yet. */
  readonly #arriving = new Map<number, Act>();
  readonly #marks: Cell<Marks>;
  readonly #mutes: Cell<Mutes>;
  /** Offsets of what came since all had come last, and not live, or before it was known what is read and muted. */
  #meanwhile = new Set<number>();
  #isComplete = false;
  #here: Here | null = null;
  #me = '';

  /** @param tab where it is kept what is not sent: two tabs must not send the same */
  constructor(
    private readonly link: Pick<Link, 'client' | 'follow'>,
    identities: Identities,
    private readonly tab: Store,
    private readonly listener: DeskListener,
  ) {
    this.#client = link.client;
    this.#naming = new Naming(link.client, identities);
    const changed = (): void => listener.changed();
    const refused = (problem: string): void =>
      listener.trouble(`The server does not keep what you read or mute: ${problem}.`);
    const later = (task: () => void, millis: number): unknown => setTimeout(task, millis);
    const cell = <S>(name: 'read' | 'muted', nothing: S): Cell<S> =>
      new Cell(
        nothing,
        { publish: (state) => this.#write(name, state), later },
        { changed, refused },
      );
    this.#marks = cell('read', NOTHING_READ);
    this.#mutes = cell('muted', NOTHING_MUTED);
    this.#outbox = new Outbox<Act>(
      {
        publish: ({ key, deed: { method, ...parameters } }) =>
          call(this.#client, method, { ...parameters, key }) as Promise<Position>,
        later,
        keep: (acts) => this.tab.setItem(this.#outboxKey, JSON.stringify(acts)),
      },
      { sent: (act, position) => this.#sent(act, position), failed: changed },
    );
    this.#client.on('connected', ({ data }) => this.#connected(String(data?.user ?? '')));
    this.#client.on('connecting', () => this.#offline());
    this.#client.on('disconnected', () => this.#offline());
  }

  get #outboxKey(): string {
    return `${OUTBOX} ${this.#me}`;
  }

  #connected(me: string): void {
    if (this.#me === '' && isUser(me)) {
      this.#me = me;
      this.#begin();
    }
    this.#outbox.online(this.#me !== '');
    this.listener.changed();
  }

  #offline(): void {
    this.#outbox.online(false);
    this.#marks.gone();
    this.#mutes.gone();
  }

  /** Now that it is known who I am. */
  #begin(): void {
    const { client } = this.link;
    this.#share('read', this.#marks, marksOf);
    this.#share('muted', this.#mutes, mutesOf);
    const notes = new Whole(client, notesChannel(this.#me), {
      entered: (epoch) => {
        this.#isComplete = false;
        this.#notes.enter(epoch);
      },
      taken: (publication, epoch, live) => {
        if (this.#notes.take(noteOf(publication, Date.now()), epoch)) {
          this.#told(publication.offset ?? 0, live);
        }
      },
      complete: () => {
        this.#isComplete = true;
        this.#tellMeanwhile();
      },
      refused: (reason) => this.#isKeptOut(reason),
    });
    this.link.follow(notes.subscription, () => true);
    notes.enter();
    this.#enterWall();
    this.#outbox.restore(list(this.tab, this.#outboxKey).filter(isAct));
  }

  #enterWall(): void {
    const wall = new Whole(
      this.link.client,
      WALL,
      {
        entered: (epoch) => {
          this.#wall.enter(epoch);
          void this.#here?.ask();
        },
        taken: (publication, epoch) => {
          const event = eventOf(publication, Date.now());
          if (event !== null) {
            this.#wall.take(event, epoch);
          }
          this.#arriving.delete(publication.offset ?? 0);
          this.listener.changed();
        },
        complete: () => {
          // Of another life, or not kept any more.
          this.#arriving.clear();
          this.listener.changed();
        },
        refused: (reason) => this.#isKeptOut(reason),
      },
      { joinLeave: true },
    );
    this.#here = new Here(wall.subscription, { changed: () => this.listener.changed() });
    this.link.follow(wall.subscription, () => false);
    wall.enter();
  }

  /** Keeps a cell as its channel has it. */
  #share<S>(name: 'read' | 'muted', cell: Cell<S>, from: (data: unknown) => S): void {
    new Whole(this.link.client, stateChannel(name, this.#me), {
      taken: ({ data, offset = 0 }, epoch) => cell.taken(from(data), { offset, epoch }),
      complete: () => {
        cell.arrived();
        this.#tellMeanwhile();
      },
      refused: (reason) => this.#isKeptOut(reason),
    }).enter();
  }

  #isKeptOut(reason: string): void {
    this.listener.trouble(`The server does not let you in here: ${reason}.`);
  }

  #write(name: 'read' | 'muted', data: unknown): Promise<Position> {
    const parameters = {
      channel: stateChannel(name, this.#me),
      data,
      idempotencyKey: randomId(),
    };
    return call(this.#client, 'duplex.publish', parameters) as Promise<Position>;
  }

  // --- what I am told

  /** Who I am; empty while that is not known. */
  get me(): string {
    return this.#me;
  }

  /** Whether it is known what there is, and what of it is read and muted. */
  get isKnown(): boolean {
    return this.#isComplete && this.#marks.isKnown && this.#mutes.isKnown;
  }

  get entries(): Entry[] {
    return this.#notes.entries(this.#marks.value, this.#mutes.value);
  }

  get mutes(): Mutes {
    return this.#mutes.value;
  }

  /** How many there are of each kind that is muted. */
  get hidden(): ReadonlyMap<Kind, number> {
    return this.#notes.hidden(this.#mutes.value);
  }

  #told(offset: number, live: boolean): void {
    if (!live || !this.isKnown) {
      this.#meanwhile.add(offset);
    } else {
      const entry = this.entries.find((it) => it.unread && it.note.offset === offset);
      if (entry !== undefined) {
        this.listener.arrived(entry);
      }
    }
    this.listener.changed();
  }

  #tellMeanwhile(): void {
    if (this.isKnown) {
      const came = this.entries.filter(({ offsets }) =>
        offsets.some((offset) => this.#meanwhile.has(offset)),
      );
      this.#meanwhile = new Set();
      const count = unreadIn(came);
      if (count > 0) {
        this.listener.cameMeanwhile(count);
      }
    }
    this.listener.changed();
  }

  /** An entry has been read. */
  read({ offsets }: Entry): void {
    const { epoch } = this.#notes;
    this.#marks.change((marks) => read(marks, epoch, offsets));
  }

  /** All that is here has been read, what is muted too. */
  readAll(): void {
    const { epoch, latest } = this.#notes;
    this.#marks.change((marks) => readAll(marks, epoch, latest));
  }

  mute(kind: Kind, muted: boolean): void {
    this.#mutes.change((mutes) => mute(mutes, kind, muted));
  }

  // --- the wall

  /** Who is here now. */
  get people(): People {
    return this.#here?.people ?? new People();
  }

  /** The life of the wall that the posts are of. */
  get epoch(): string {
    return this.#wall.epoch;
  }

  get posts(): Post[] {
    const me = { user: this.#me, name: this.name };
    const acts = [...this.#arriving.values(), ...this.#outbox.waiting];
    return this.#wall.posts(pendingEvents(acts, this.#wall, me));
  }

  get failed(): readonly Act[] {
    return this.#outbox.failed;
  }

  /** Messages that are on their way. */
  get sending(): number {
    return this.#outbox.waiting.filter(({ deed }) => deed.method === 'wall.message').length;
  }

  post(text: string): boolean {
    return this.#do({ method: 'wall.post', text: cut(text, MAX_TEXT) });
  }

  /** Likes a post, or no more. */
  like(post: number, likes: boolean): boolean {
    const { epoch } = this.#wall;
    return this.#do({ method: likes ? 'wall.like' : 'wall.unlike', epoch, post });
  }

  /** @param epoch the life of the wall that the post is of: in another one a post of somebody else may stand there */
  comment(epoch: string, post: number, text: string): boolean {
    return this.#do({ method: 'wall.comment', epoch, post, text: cut(text, MAX_TEXT) });
  }

  /** Writes to somebody. */
  write(to: string, text: string): boolean {
    return this.#do({ method: 'wall.message', to, text: cut(text, MAX_TEXT) });
  }

  /** Returns false if too much waits already. */
  #do(deed: Deed): boolean {
    const taken = this.#outbox.add({ key: randomId(), deed, at: Date.now() });
    this.listener.changed();
    return taken;
  }

  #sent(act: Act, position: Position): void {
    const isOnWall = position.epoch === this.#wall.epoch;
    if (isOnWall && !this.#wall.has(position.offset)) {
      this.#arriving.set(position.offset, act);
    }
    this.listener.changed();
  }

  /** Tries again what failed, with the key that it had. */
  retry(key: string): void {
    const act = this.#outbox.takeFailed(key);
    if (act !== undefined) {
      this.#outbox.add({ key, deed: act.deed, at: act.at });
    }
    this.listener.changed();
  }

  discard(key: string): void {
    this.#outbox.takeFailed(key);
    this.listener.changed();
  }

  // --- who I am

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
}

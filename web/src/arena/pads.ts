// Where keys, mouse and fingers are listened to, for the controls.

import { byId } from '../dom';
import { Controls, type Vector } from './controls';

/** How far a stick can be pushed, in pixels. */
const REACH = 48;

export class Pads {
  readonly #stick = new Stick(byId('stick', HTMLElement), (pushed) => this.controls.stick(pushed));
  readonly #gun = new Stick(byId('gun', HTMLElement), (pushed) => this.controls.gun(pushed));
  #mouse: { x: number; y: number; pressed: boolean } | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    readonly controls: Controls,
  ) {
    canvas.addEventListener('keydown', (event) => this.#key(event, true));
    canvas.addEventListener('keyup', (event) => this.#key(event, false));
    canvas.addEventListener('blur', () => this.release());
    canvas.addEventListener('pointerdown', (event) => this.#down(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#up(event));
    canvas.addEventListener('pointercancel', (event) => this.#up(event));
    canvas.addEventListener('pointerleave', (event) => {
      if (event.pointerType === 'mouse') {
        this.#mouse = null;
      }
    });
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  release(): void {
    this.controls.release();
    this.#mouse = null;
    this.#stick.end();
    this.#gun.end();
  }

  /**
   * Tells the controls where the mouse is, as seen from the ship: which may have moved under it.
   *
   * @param from where the ship is on the canvas
   */
  point(from: Vector): void {
    if (this.#mouse !== null) {
      const { x, y, pressed } = this.#mouse;
      this.controls.mouse({ x: x - from.x, y: y - from.y }, pressed);
    }
  }

  #key(event: KeyboardEvent, down: boolean): void {
    if (Controls.knows(event.code) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.#mouse = null;
      this.controls.key(event.code, down);
    }
  }

  #down(event: PointerEvent): void {
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    if (event.pointerType === 'mouse') {
      this.#see(event);
    } else {
      const left = event.offsetX < this.canvas.clientWidth / 2;
      const stick = left ? this.#stick : this.#gun;
      stick.begin(event.pointerId, event.offsetX, event.offsetY);
    }
    event.preventDefault();
  }

  #move(event: PointerEvent): void {
    if (event.pointerType === 'mouse') {
      this.#see(event);
    } else {
      this.#stick.move(event.pointerId, event.offsetX, event.offsetY);
      this.#gun.move(event.pointerId, event.offsetX, event.offsetY);
    }
  }

  #up(event: PointerEvent): void {
    if (event.pointerType === 'mouse') {
      this.#see(event);
    }
    this.#stick.end(event.pointerId);
    this.#gun.end(event.pointerId);
  }

  #see({ offsetX, offsetY, buttons }: PointerEvent): void {
    this.#mouse = { x: offsetX, y: offsetY, pressed: (buttons & 1) !== 0 };
  }
}

/** A stick that is where a finger was put down. */
class Stick {
  #finger: number | null = null;
  #x = 0;
  #y = 0;

  constructor(
    private readonly place: HTMLElement,
    private readonly pushed: (to: Vector | null) => void,
  ) {}

  begin(finger: number, x: number, y: number): void {
    if (this.#finger === null) {
      this.#finger = finger;
      this.#x = x;
      this.#y = y;
      this.place.hidden = false;
      this.place.style.left = `${x}px`;
      this.place.style.top = `${y}px`;
      this.#push(0, 0);
    }
  }

  move(finger: number, x: number, y: number): void {
    if (finger === this.#finger) {
      const dx = (x - this.#x) / REACH;
      const dy = (y - this.#y) / REACH;
      const by = Math.max(1, Math.hypot(dx, dy));
      this.#push(dx / by, dy / by);
    }
  }

  #push(x: number, y: number): void {
    (this.place.firstElementChild as HTMLElement).style.transform =
      `translate(${x * REACH}px, ${y * REACH}px)`;
    this.pushed({ x, y });
  }

  end(finger: number | null = this.#finger): void {
    if (finger !== null && finger === this.#finger) {
      this.#finger = null;
      this.place.hidden = true;
      this.pushed(null);
    }
  }
}

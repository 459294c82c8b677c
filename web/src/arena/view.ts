// Draws a moment of the game on a canvas.

import { type Camera, camera } from './camera';
import { angleOf, boltAt, isOver } from './field';
import type { Game, Shown } from './game';

const GRID = 100;
/** How long a hit is seen, in ticks. */
const HIT_TICKS = 10;
const TURN = 2 * Math.PI;

interface Colours {
  readonly ground: string;
  readonly line: string;
  readonly edge: string;
  readonly ink: string;
  readonly accent: string;
  readonly spark: string;
  readonly dark: boolean;
}

/** Hues of ships go around so that neighbours in number are far apart. */
const HUE_STEP = 137.5;

export class View {
  readonly #context: CanvasRenderingContext2D;
  #colours: Colours;
  #coloursAt = 0;
  #camera: Camera = { scale: 1, x: 0, y: 0 };

  /** @param calm whether nothing moves that need not */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly calm: boolean,
  ) {
    const context = canvas.getContext('2d');
    if (context === null) {
      throw new Error('This browser draws nothing on a canvas');
    }
    this.#context = context;
    this.#colours = coloursOf(canvas);
  }

  /** Where a place of the world is on the canvas, in pixels of the page. */
  canvasAt(x: number, y: number): { x: number; y: number } {
    const { scale, x: left, y: top } = this.#camera;
    return { x: (x - left) * scale, y: (y - top) * scale };
  }

  /** As many pixels as the screen has for it. */
  #fit(): { width: number; height: number } {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const density = Math.min(devicePixelRatio, 2);
    if (this.canvas.width !== Math.round(width * density)) {
      this.canvas.width = Math.round(width * density);
    }
    if (this.canvas.height !== Math.round(height * density)) {
      this.canvas.height = Math.round(height * density);
    }
    this.#context.setTransform(density, 0, 0, density, 0, 0);
    return { width, height };
  }

  draw(game: Game, own: Shown | null, tick: number, now: number): void {
    if (now - this.#coloursAt > 500) {
      this.#colours = coloursOf(this.canvas);
      this.#coloursAt = now;
    }
    const screen = this.#fit();
    const { rules } = game;
    const focus = own ?? { x: rules.width / 2, y: rules.height / 2 };
    this.#camera = camera(rules, screen, focus);
    const context = this.#context;
    context.fillStyle = this.#colours.edge;
    context.fillRect(0, 0, screen.width, screen.height);
    context.save();
    context.scale(this.#camera.scale, this.#camera.scale);
    context.translate(-this.#camera.x, -this.#camera.y);
    this.#ground(rules);
    this.#sparks(game, now);
    this.#bolts(game, tick);
    const others = game.others(tick);
    for (const shown of others) {
      this.#ship(shown, game, false);
    }
    if (own !== null) {
      this.#ship(own, game, true);
    }
    this.#hits(game, tick);
    context.restore();
  }

  #ground({ width, height }: Game['rules']): void {
    const context = this.#context;
    context.fillStyle = this.#colours.ground;
    context.fillRect(0, 0, width, height);
    context.strokeStyle = this.#colours.line;
    context.lineWidth = 1;
    context.beginPath();
    for (let x = GRID; x < width; x += GRID) {
      context.moveTo(x, 0);
      context.lineTo(x, height);
    }
    for (let y = GRID; y < height; y += GRID) {
      context.moveTo(0, y);
      context.lineTo(width, y);
    }
    context.stroke();
    context.lineWidth = 3;
    context.strokeRect(1.5, 1.5, width - 3, height - 3);
  }

  #sparks(game: Game, now: number): void {
    const context = this.#context;
    context.fillStyle = this.#colours.spark;
    for (const [i, { x, y }] of game.field.sparks.entries()) {
      const size = this.calm ? 8 : 8 + 1.6 * Math.sin(now / 260 + i);
      context.beginPath();
      context.moveTo(x, y - size);
      context.lineTo(x + size * 0.72, y);
      context.lineTo(x, y + size);
      context.lineTo(x - size * 0.72, y);
      context.fill();
    }
  }

  #bolts(game: Game, tick: number): void {
    const context = this.#context;
    context.lineWidth = 4;
    context.lineCap = 'round';
    for (const bolt of game.field.bolts.values()) {
      if (tick >= bolt.born && !isOver(bolt, tick, game.rules)) {
        const { x, y } = boltAt(bolt, tick, game.rules);
        const angle = angleOf(bolt.aim);
        context.strokeStyle = this.#hue(bolt.owner);
        context.beginPath();
        context.moveTo(x - 13 * Math.cos(angle), y - 13 * Math.sin(angle));
        context.lineTo(x, y);
        context.stroke();
      }
    }
  }

  #hits(game: Game, tick: number): void {
    const context = this.#context;
    context.strokeStyle = this.#colours.ink;
    context.lineWidth = 2;
    for (const hit of game.field.hits) {
      const part = (tick - hit.tick) / HIT_TICKS;
      if (part >= 0 && part < 1) {
        context.globalAlpha = 1 - part;
        context.beginPath();
        context.arc(hit.x, hit.y, this.calm ? 12 : 4 + 18 * part, 0, TURN);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  #ship({ ship, x, y, aim, down }: Shown, game: Game, mine: boolean): void {
    const context = this.#context;
    const { radius, health } = game.rules;
    if (down) {
      this.#wreck(x, y, radius);
      return;
    }
    context.save();
    context.translate(x, y);
    if (ship.shielded || mine) {
      context.strokeStyle = mine ? this.#colours.accent : this.#colours.ink;
      context.lineWidth = ship.shielded ? 4 : 2;
      context.globalAlpha = ship.shielded ? 0.9 : 0.6;
      context.beginPath();
      context.arc(0, 0, radius + 6, 0, TURN);
      context.stroke();
      context.globalAlpha = 1;
    }
    this.#pips(ship.health, health, radius);
    this.#name(ship.name, ship.bot, mine, radius);
    context.rotate(angleOf(aim));
    context.fillStyle = this.#hue(ship.id);
    context.beginPath();
    context.moveTo(radius + 2, 0);
    context.lineTo(-radius * 0.8, radius * 0.85);
    context.lineTo(-radius * 0.45, 0);
    context.lineTo(-radius * 0.8, -radius * 0.85);
    context.closePath();
    context.fill();
    context.restore();
  }

  #wreck(x: number, y: number, radius: number): void {
    const context = this.#context;
    context.strokeStyle = this.#colours.edge;
    context.lineWidth = 3;
    context.setLineDash([5, 6]);
    context.beginPath();
    context.arc(x, y, radius, 0, TURN);
    context.stroke();
    context.setLineDash([]);
  }

  #pips(left: number, all: number, radius: number): void {
    const context = this.#context;
    for (let i = 0; i < all; i++) {
      context.fillStyle = i < left ? this.#colours.ink : this.#colours.line;
      context.fillRect((i - all / 2) * 9 + 1, radius + 9, 7, 3);
    }
  }

  #name(name: string, bot: boolean, mine: boolean, radius: number): void {
    // A hundred names of bots say nothing.
    if (!bot) {
      const context = this.#context;
      const size = Math.max(15, 11 / this.#camera.scale);
      context.font = `${mine ? 700 : 500} ${size}px system-ui, sans-serif`;
      context.textAlign = 'center';
      context.fillStyle = this.#colours.ink;
      context.fillText(name, 0, -radius - 10);
    }
  }

  #hue(id: number): string {
    return `hsl(${(id * HUE_STEP) % 360} 68% ${this.#colours.dark ? 64 : 40}%)`;
  }
}

function coloursOf(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const name = (property: string): string => style.getPropertyValue(property);
  return {
    ground: name('background-color'),
    line: name('border-top-color'),
    edge: name('column-rule-color'),
    ink: name('color'),
    accent: name('text-decoration-color'),
    spark: name('caret-color'),
    dark: matchesDark(element),
  };
}

function matchesDark(element: HTMLElement): boolean {
  const chosen = element.ownerDocument.documentElement.dataset.theme;
  return chosen === undefined
    ? matchMedia('(prefers-color-scheme: dark)').matches
    : chosen === 'dark';
}

import { limits } from '../../../core/limits.ts';
import { around, isCovered, isIn, windowBox } from './boxes.ts';
import { boxesOf, type Mark } from './marks.ts';

/** How a person comes to a mark. */
export type By = 'pointer' | 'focus';

/** What pointing needs of the others. */
export interface Pointed {
  visible(): readonly Mark[];
  /** Whether a point lies on what explains a mark. */
  isOnCallout(x: number, y: number): boolean;
  isOwn(event: Event): boolean;
  explain(mark: Mark, by: By): void;
  /** The pointer rests elsewhere, or the focus is elsewhere now. */
  leave(by: By): void;
}

/** Tells on which mark a pointer rests, and which one the focus enters; listens only where there are marks. */
export class Pointing {
  private readonly pointed: Pointed;
  private listens = false;
  private x = 0;
  private y = 0;
  /** Whether it is over what Baize shows. */
  private isOver = false;
  private moved = 0;
  private timer = 0;

  constructor(pointed: Pointed) {
    this.pointed = pointed;
  }

  /** Starts or stops listening. */
  listen(on: boolean): void {
    if (on === this.listens) return;
    this.listens = on;
    const change = on ? addEventListener : removeEventListener;
    const passive = { capture: true, passive: true } as AddEventListenerOptions;
    change('pointermove', this.move as EventListener, passive);
    change('pointerdown', this.press as EventListener, passive);
    change('focusin', this.focus as EventListener, passive);
  }

  private readonly move = (event: PointerEvent): void => {
    if (!event.isTrusted) return;
    this.x = event.clientX;
    this.y = event.clientY;
    this.isOver = this.pointed.isOwn(event);
    this.moved = performance.now();
    if (this.timer === 0) this.wait(limits.pointerRest);
  };

  // A finger does not rest before it presses.
  private readonly press = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') this.move(event);
  };

  private readonly focus = (event: FocusEvent): void => {
    if (!event.isTrusted || this.pointed.isOwn(event)) return;
    const [focused] = event.composedPath();
    const mark = focused instanceof Element ? this.markOf(focused) : undefined;
    if (mark === undefined) this.pointed.leave('focus');
    else this.pointed.explain(mark, 'focus');
  };

  private wait(time: number): void {
    this.timer = window.setTimeout(() => {
      const left = limits.pointerRest - (performance.now() - this.moved);
      this.timer = 0;
      if (left > 1) this.wait(left);
      else this.rest();
    }, time);
  }

  private rest(): void {
    const { x, y } = this;
    if (this.pointed.isOnCallout(x, y)) return;
    const marks = this.isOver ? [] : this.pointed.visible();
    const mark = marks.find((each) => boxesOf(each).some((box) => isIn(box, x, y)));
    if (mark === undefined || isCovered(mark.element, new DOMRect(x, y))) this.pointed.leave('pointer');
    else this.pointed.explain(mark, 'pointer');
  }

  /** What is focused is a mark, is in one, or, reached by the keyboard, holds one that is on the screen. */
  private markOf(focused: Element): Mark | undefined {
    const outer = new Set(around(focused));
    const view = windowBox();
    return this.pointed.visible().find(({ element, range }) => {
      if (range === null && outer.has(element)) return true;
      if (!focused.matches(':focus-visible') || !new Set(around(element)).has(focused)) return false;
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < view.height;
    });
  }
}

import type { Finding } from '../../messages.ts';
import { drawNotice, drawPill, type Position, showLabel } from './banner-view.ts';
import type { Host } from './host.ts';
import type { Notice } from './notice.ts';

/** What the banner leaves to others. */
export interface Actions {
  leave(): void;
  show(): void;
  open(finding: Finding): void;
}

/** The one banner of a page. */
export class Banner {
  private readonly host: Host;
  private readonly actions: Actions;
  private drawn: HTMLElement | null = null;
  private notice: Notice | null = null;
  private position: Position | null = null;
  private folded = false;

  constructor(host: Host, actions: Actions) {
    this.host = host;
    this.actions = actions;
  }

  /** Shows a notice, or none; the same notice again changes nothing, so that nobody hears it twice. */
  show(notice: Notice | null): void {
    if (JSON.stringify(notice) === JSON.stringify(this.notice)) return;
    // What a person has folded away stays so until something else is to be said (warnings.md R4).
    if (notice?.title !== this.notice?.title) this.folded = false;
    this.notice = notice;
    this.position = null;
    if (notice === null) this.host.put('banner', null);
    else this.draw(notice);
  }

  /** Says which place is shown now: on the button alone, so that nothing is heard twice. */
  tell(position: Position): void {
    this.position = position;
    const button = this.drawn?.querySelector('.show');
    if (this.notice !== null && button) button.textContent = showLabel(this.notice, position);
  }

  private draw(notice: Notice): void {
    const focused = this.drawn?.contains(this.host.focused) ? this.host.focused?.classList[0] : undefined;
    const handlers = {
      ...this.actions,
      fold: () => this.fold(notice, true),
      unfold: () => this.fold(notice, false),
    };
    this.drawn = this.folded ? drawPill(notice, handlers) : drawNotice(notice, handlers, this.position);
    this.drawn.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && event.isTrusted && !this.folded) this.fold(notice, true);
    });
    this.host.put('banner', this.drawn);
    if (focused !== undefined) this.focus(`.${focused}`);
  }

  private fold(notice: Notice, folded: boolean): void {
    this.folded = folded;
    this.draw(notice);
    this.focus('button');
  }

  private focus(selector: string): void {
    this.drawn?.querySelector<HTMLElement>(selector)?.focus();
  }
}

import type { Language } from '../../../core/language.ts';
import { limits } from '../../../core/limits.ts';
import type { Cut, FrameMarks, Listed, PageReply } from '../../messages.ts';
import type { At, Place } from '../place.ts';
import type { Callout, Surroundings, Warning } from '../scripts.ts';
import { anchorOf } from './anchor.ts';
import { Banner } from './banner.ts';
import { type Anchor, Callouts } from './callouts.ts';
import { Highlights } from './highlights.ts';
import { Host } from './host.ts';
import { boxesOf, type Mark, Marks, stands } from './marks.ts';
import { noticeOf } from './notice.ts';
import { Outlines } from './outlines.ts';
import { type By, Pointing } from './pointing.ts';
import { reveal } from './reveal.ts';
import { saidOf, whyOf } from './said.ts';

/** All that a page is shown, from its guard's marks and verdicts. */
export class PageWarning implements Warning {
  private readonly surroundings: Surroundings;
  private readonly host = new Host();
  private readonly highlights = new Highlights();
  private readonly outlines = new Outlines(this.host);
  private readonly marks = new Marks([this.highlights, this.outlines]);
  private readonly callouts = new Callouts(this.host, (finding) => this.surroundings.openEntry(finding));
  private readonly banner: Banner;
  private readonly pointing = new Pointing({
    visible: () => this.marks.visible(),
    isOnCallout: (x, y) => this.callouts.isAt(x, y),
    isOwn: (event) => this.host.holds(event),
    explain: (mark, by) => this.explain(mark, by),
    leave: (by) => this.explained?.by === by && this.close(),
  });
  private page: PageReply | null = null;
  private inFrames: readonly FrameMarks[] = [];
  private keptOut: readonly Cut[] = [];
  /** Look-alikes of the page that were told: once each (warnings.md R4). */
  private readonly alike = new Set<string>();
  private explained: { mark: Mark; by: By | 'step' } | null = null;
  private step = -1;
  private told = '[]';
  private refreshing = false;
  private lookingAgain = false;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
    this.banner = new Banner(this.host, {
      leave: () => surroundings.leave(),
      show: () => this.showNext(),
      open: (finding) => surroundings.openEntry(finding),
    });
  }

  mark(listed: Listed, place: Place): void {
    this.marks.add(listed, place);
    if (this.refreshing) return;
    this.refreshing = true;
    queueMicrotask(() => this.refresh());
  }

  forget(node: Node): void {
    this.marks.forget(node);
  }

  unlist(text: string): void {
    this.marks.unlist(text);
  }

  verdict(page: PageReply): void {
    this.page = page;
    this.refresh();
  }

  frames(frames: readonly FrameMarks[]): void {
    this.inFrames = frames;
    this.refresh();
  }

  cuts(cuts: readonly Cut[]): void {
    this.keptOut = cuts;
    this.refresh();
  }

  say(callout: Callout, at: At): void {
    if (callout.kind === 'lookalike' && callout.by === 'page') {
      if (this.alike.has(callout.lookalike.text)) return;
      this.alike.add(callout.lookalike.text);
    }
    if (this.callouts.show(saidOf(callout, this.language), anchorOf(at))) this.explained = null;
  }

  /** The marks of the page in their order, then those of each frame. */
  showNext(): void {
    const marks = this.marks.inOrder();
    const frames = this.inFrames.flatMap(({ frame, listed }) => listed.map(() => frame));
    const of = marks.length + frames.length;
    if (of === 0) return;
    this.step = (this.step + 1) % of;
    const mark = marks[this.step];
    const frame = frames[this.step - marks.length];
    if (mark !== undefined) this.bringTo(mark);
    else this.close();
    if (frame !== undefined) this.surroundings.showInFrame(frame);
    this.banner.tell({ at: this.step + 1, of });
  }

  refresh(): void {
    this.refreshing = false;
    this.marks.prune();
    this.highlights.keep();
    this.outlines.follow();
    this.callouts.follow();
    this.pointing.listen(this.marks.size > 0);
    const visible = this.marks.visible();
    if (this.explained !== null && !visible.includes(this.explained.mark)) this.close();
    const listed = distinct(visible.map(({ listed }) => listed));
    if (this.surroundings.isTop) this.tellPerson(listed);
    else this.tellPage(listed);
    if (visible.length < this.marks.size) this.lookAgain();
  }

  keep(): void {
    this.host.keep();
    this.outlines.follow();
    this.callouts.follow();
  }

  end(): void {
    this.page = null;
    this.marks.clear();
    this.callouts.end();
    this.banner.show(null);
    this.pointing.listen(false);
  }

  private get language(): Language {
    return this.page?.language ?? this.surroundings.language;
  }

  private tellPerson(own: readonly Listed[]): void {
    if (this.page === null) return;
    const all = distinct([...own, ...this.inFrames.flatMap(({ listed }) => listed)]);
    const listed = all.map(({ finding }) => finding);
    this.banner.show(noticeOf({ page: this.page, listed, cuts: this.keptOut }));
  }

  private tellPage(listed: readonly Listed[]): void {
    const told = JSON.stringify(listed);
    if (told === this.told) return;
    this.told = told;
    this.surroundings.marked(listed);
  }

  private bringTo(mark: Mark): void {
    reveal(mark);
    this.explain(mark, 'step');
  }

  private explain(mark: Mark, by: By | 'step'): void {
    // What a person has closed stays so until they come to it anew.
    const isSame = this.explained?.mark === mark && (this.explained.by === by || this.callouts.explains);
    if (isSame && by !== 'step') return;
    const said = whyOf(mark.listed, this.language, by === 'pointer' ? 'why' : 'shown');
    if (!this.callouts.show(said, standingAt(mark))) return;
    this.explained = { mark, by };
    this.marks.show(by === 'pointer' ? null : mark);
  }

  /** Closes what explains a mark; what a person has to know stays. */
  private close(): void {
    this.explained = null;
    this.marks.show(null);
    if (this.callouts.explains) this.callouts.close();
  }

  /** Style sheets show hidden text without a change in the page. */
  private lookAgain(): void {
    if (this.lookingAgain) return;
    this.lookingAgain = true;
    setTimeout(() => {
      this.lookingAgain = false;
      this.refresh();
    }, limits.hiddenMarksInterval);
  }
}

/** Each address once. */
function distinct(listed: readonly Listed[]): Listed[] {
  return [...new Map(listed.map((each) => [each.finding.key, each])).values()];
}

function standingAt(mark: Mark): Anchor {
  return () => (stands(mark) ? (boxesOf(mark)[0] ?? null) : null);
}

import { isRun } from '../../chains/scanner.ts';
import { limits } from '../../core/limits.ts';
import { kindOf } from './element-kinds.ts';
import { isElement, isText } from './nodes.ts';
import { SHOWN } from './tour.ts';

/** The texts before a node that an address may come from, in the order of the page. */
export function textsBefore(node: Node): Text[] {
  const walker = document.createTreeWalker(node.getRootNode(), SHOWN);
  walker.currentNode = node;
  const texts: Text[] = [];
  for (let steps = 0; steps < limits.touchingTexts; steps += 1) {
    const before = walker.previousNode();
    if (before === null || isBlock(before)) break;
    if (!isText(before) || before.data === '') continue;
    if (!isRun(before.data.charCodeAt(before.length - 1))) break;
    texts.push(before);
  }
  return texts.reverse();
}

/** The texts after a node and all that is in it, as far as no block stands between. */
export function* textsAfter(node: Node): Generator<Text> {
  const walker = document.createTreeWalker(node.getRootNode(), SHOWN);
  let after = following(node);
  if (after !== null) walker.currentNode = after;
  for (let steps = 0; steps < limits.touchingTexts && after !== null && !isBlock(after); steps += 1) {
    if (isText(after)) yield after;
    after = walker.nextNode();
  }
}

function following(node: Node): Node | null {
  let at: Node | null = node;
  while (at !== null && at.nextSibling === null) at = at.parentNode;
  return at?.nextSibling ?? null;
}

function isBlock(node: Node): boolean {
  return isElement(node) && !kindOf(node.localName).isInline;
}

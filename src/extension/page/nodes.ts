/**
 * What a node is. Asked by number: a node that came from another frame is an instance of that frame's classes, and a
 * page could hide behind that.
 */
export function isText(node: Node): node is Text {
  return node.nodeType === 3;
}

export function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

export function isDocument(node: Node): node is Document {
  return node.nodeType === 9;
}

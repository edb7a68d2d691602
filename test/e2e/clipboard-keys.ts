const isMac = process.platform === 'darwin';

/** The keys by which a person copies and pastes. */
export const copyKeys = isMac ? 'Meta+c' : 'Control+c';
export const pasteKeys = isMac ? 'Meta+v' : 'Control+v';

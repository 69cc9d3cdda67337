/** The kind of a file by its first bytes alone. Total: whatever bytes come, it answers. */

import { containerKind } from './container-kind.ts';
import type { ContentKind } from './content-kinds.ts';
import { signedKind } from './signatures.ts';
import { decodeText, textKind } from './text-kind.ts';

/** Readers of PDF look for its header that far. */
const pdfHeaderWithin = 1024;

/**
 * `head` is the first `kindBounds.headBytes` of the file, or all of it. `zip` and `ole2` stand for their families: what is inside has to be
 * looked up at other places.
 */
export function sniffKind(head: Uint8Array): ContentKind {
  // Text first: a note that begins with "MZ" or "BM" is a note; what runs or shows has bytes that no text has.
  const text = decodeText(head);
  if (text !== undefined) return textKind(text);
  return signedKind(head) ?? containerKind(head) ?? (hasLatePdfHeader(head) ? 'pdf' : 'unknown');
}

function hasLatePdfHeader(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, pdfHeaderWithin)).includes('%PDF-');
}

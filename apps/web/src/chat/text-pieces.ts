/** A message's text in pieces: words and addresses. Only addresses of the web become links; nothing else of a text is ever looked into. */
export type TextPiece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string };

const address = /https?:\/\/[^\s<>"'`]+/giu;
/** Belongs to the sentence around, not to the address. */
const trailing = /[.,;:!?…»”’)\]}]+$/u;

export function textPieces(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const link = withoutTrailing(match[0]);
    if (!isWebAddress(link)) continue;
    if (match.index > at) pieces.push({ kind: 'words', text: text.slice(at, match.index) });
    pieces.push({ kind: 'link', text: link });
    at = match.index + link.length;
  }
  if (at < text.length) pieces.push({ kind: 'words', text: text.slice(at) });
  return pieces;
}

/** A bracket that was opened inside the address stays: as in an encyclopaedia’s. */
function withoutTrailing(address: string): string {
  const cut = address.replace(trailing, '');
  const opened = cut.split('(').length > cut.split(')').length && address[cut.length] === ')';
  return opened ? `${cut})` : cut;
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '';
}

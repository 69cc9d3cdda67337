/** A message's words: text as text, web addresses as links that tell the other site nothing of this one. */
import { textPieces } from './text-pieces.ts';

export function MessageText({ text }: { text: string }) {
  return textPieces(text).map(({ kind, text: piece }, index) =>
    kind === 'words' ? (
      piece
    ) : (
      <a key={index} href={piece} target="_blank" rel="noopener noreferrer nofollow">
        {piece}
      </a>
    ),
  );
}

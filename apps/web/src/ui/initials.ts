/** A face for those without a picture: up to two initials on a colour that belongs to the name. */

/** First letters of the first and the last word; `?` where there is no letter. Counts graphemes, not code units. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = picked.map((word) => [...new Intl.Segmenter().segment(word ?? '')][0]?.segment ?? '');
  return letters.join('').toLocaleUpperCase() || '?';
}

/** Dark enough that white letters stand at 4.5:1 or better. */
export const avatarColours = [
  '#1f6f63',
  '#8a4f14',
  '#6a4a9c',
  '#2c5f9e',
  '#9a3b52',
  '#4d6b1f',
  '#7a3f86',
  '#1d6c80',
  '#a0421f',
  '#46598f',
] as const;

/** The same name always gets the same colour. */
export function colourOf(name: string): string {
  let hash = 0x811c9dc5;
  for (const character of name.trim().toLowerCase()) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return avatarColours[(hash >>> 0) % avatarColours.length]!;
}

/** What stands beside a file's name to tell at a glance what it is. */
/** Of the house's icons. */
export type FileIcon = 'file' | 'fileText' | 'picture' | 'camera' | 'music' | 'archive';

const byType: readonly (readonly [RegExp, FileIcon])[] = [
  [/^image\//, 'picture'],
  [/^video\//, 'camera'],
  [/^audio\//, 'music'],
  [/zip|rar|7z|tar|compressed/, 'archive'],
  [/^text\/|pdf|document|sheet|presentation|msword|ms-excel|ms-powerpoint|rtf|json|xml/, 'fileText'],
];
const byEnding: readonly (readonly [RegExp, FileIcon])[] = [
  [/\.(zip|rar|7z|tar|gz|xz|bz2|zst)$/i, 'archive'],
  [/\.(pdf|docx?|odt|rtf|txt|md|csv|xlsx?|ods|pptx?|odp)$/i, 'fileText'],
];

/** `contentType`: empty where nobody knows it. */
export function fileIcon(contentType: string, name: string): FileIcon {
  const type = byType.find(([pattern]) => pattern.test(contentType));
  return (type ?? byEnding.find(([pattern]) => pattern.test(name)))?.[1] ?? 'file';
}

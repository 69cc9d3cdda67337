/** Files that come by drag and drop or from the clipboard, sorted out. */
export interface IncomingFiles {
  readonly files: readonly File[];
  /** Something was a folder: a browser gives it as a file that cannot be read. */
  readonly hasFolders: boolean;
}

export function incomingFiles({ items, files }: Pick<DataTransfer, 'items' | 'files'>): IncomingFiles {
  const entries = [...items].filter(({ kind }) => kind === 'file');
  if (entries.length === 0) return { files: [...files], hasFolders: false };
  const found: File[] = [];
  let hasFolders = false;
  for (const item of entries) {
    if (item.webkitGetAsEntry?.()?.isDirectory) hasFolders = true;
    else {
      const file = item.getAsFile();
      if (file !== null) found.push(file);
    }
  }
  return { files: found, hasFolders };
}

/** A piece of a document brings a picture of itself along: whoever pastes that wants the words. */
export function isText(data: Pick<DataTransfer, 'types' | 'getData'>): boolean {
  return data.types.includes('text/html') && data.getData('text/plain').trim() !== '';
}

const nameless = /^image\.(png|jpe?g|gif|webp|bmp)$/i;

/** A picture out of the clipboard is called alike by every browser; `word` and the moment say more. */
export function withGoodName(file: File, word: string, now: Date): File {
  const ending = nameless.exec(file.name)?.[1];
  if (ending === undefined) return file;
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  // A colon is not allowed in file names everywhere.
  const time = [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())].join('-');
  return new File([file], `${word} ${day} ${time}.${ending.toLowerCase()}`, {
    type: file.type,
    lastModified: file.lastModified,
  });
}

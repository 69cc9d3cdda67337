/** What is looked at: bytes that lie somewhere, read a range at a time. */
export interface FileContent {
  readonly sizeBytes: number;
  /** Answers exactly `length` bytes, at least one; the range lies within the file. */
  read(firstByte: number, length: number): Promise<Uint8Array>;
}

export function contentOfBytes(bytes: Uint8Array): FileContent {
  return {
    sizeBytes: bytes.length,
    read: async (firstByte, length) => bytes.subarray(firstByte, firstByte + length),
  };
}

/** A range of a content as a content of its own; the range lies within it. */
export function partOfContent(content: FileContent, firstByte: number, sizeBytes: number): FileContent {
  return { sizeBytes, read: (first, length) => content.read(firstByte + first, length) };
}

/** Reads a range that lies within the content and may be empty. */
export const readRange = async (content: FileContent, firstByte: number, length: number): Promise<Uint8Array> =>
  length === 0 ? new Uint8Array(0) : await content.read(firstByte, length);

/** The first bytes, as many as there are up to `length`. */
export const readHead = (content: FileContent, length: number): Promise<Uint8Array> =>
  readRange(content, 0, Math.min(length, content.sizeBytes));

/** The last bytes, as many as there are up to `length`. */
export function readTail(content: FileContent, length: number): Promise<Uint8Array> {
  const tailBytes = Math.min(length, content.sizeBytes);
  return readRange(content, content.sizeBytes - tailBytes, tailBytes);
}

/** Windows' installers are OLE2 files, as old Office documents are. The class of the root tells them apart ([MS-CFB] 2.6.1). */

const entryBytes = 128;
const classIdAt = 80;
/** {000C108x-0000-0000-C000-000000000046}: transforms, packages, patches. */
const installerClass = /^8[246]100c0000000000c000000000000046$/;

/** Where the root's entry of the directory stands; undefined = nowhere in the file. `head` is the file's beginning. */
export function ole2RootPlace(head: Uint8Array, fileBytes: number): { at: number; length: number } | undefined {
  if (head.length < 512) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const sectorBytes = view.getUint16(30, true) === 12 ? 4096 : 512;
  const at = (view.getUint32(48, true) + 1) * sectorBytes;
  return at + entryBytes <= fileBytes ? { at, length: entryBytes } : undefined;
}

export function isInstallerRoot(rootEntry: Uint8Array): boolean {
  return installerClass.test(Buffer.from(rootEntry.subarray(classIdAt, classIdAt + 16)).toString('hex'));
}

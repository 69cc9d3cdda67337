/** How far a file is looked into. Whatever its size, no more of it than this is read and unpacked. */
export const kindBounds = {
  /** From the beginning; an ISO image shows itself at 32 KiB. */
  headBytes: 64 * 1024,
  /** At the end: the trailer of a disc image. */
  trailerBytes: 512,
  /** A directory of 65,535 entries with long paths takes half of it. */
  zipDirectoryMaxBytes: 32 * 1024 * 1024,
  /** Archives within archives: how deep, how many, and how much of each and of all together is read or unpacked. */
  innerDepthMax: 8,
  innerArchivesMax: 32,
  innerDirectoryMaxBytes: 1024 * 1024,
  innerPackedMaxBytes: 1024 * 1024,
  innerUnpackedMaxBytes: 16 * 1024 * 1024,
  innerTotalMaxBytes: 32 * 1024 * 1024,
} as const;

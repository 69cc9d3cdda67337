/** What somebody hears, whoever they are. */
export interface HeardBlock {
  /** Good only during the call. */
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** `performance.now()`. */
  readonly atMs: number;
}

export interface Ear {
  readonly participantId: string;
  readonly isConnected: boolean;
  /** In the room where they are, themselves among them. */
  readonly peopleInRoom: number;
  /** One at a time; answers how to stop. */
  onBlock(listener: (block: HeardBlock) => void): () => void;
  close(): void;
}

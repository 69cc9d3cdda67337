/** Whoever keeps chunks will never take this one, however often it is handed over: there is something wrong with it, and not with the keeper. */
export class ChunkUnacceptable extends Error {}

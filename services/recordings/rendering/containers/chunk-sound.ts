/** The Opus packets of a chunk, in order. Undefined: there is no such sound in it, or it can't be read. */
import type { ChunkContainer } from '@veche/contracts/recording/recorded-chunk.ts';
import { BufferSource, EncodedPacketSink, Input, WEBM } from 'mediabunny';
import { soundOfMp4 } from './mp4-sound.ts';

export function soundOfChunk(bytes: Uint8Array, container: ChunkContainer): Promise<Uint8Array[] | undefined> {
  return container === 'mp4' ? Promise.resolve(soundOfMp4(bytes)) : soundOfWebm(bytes);
}

async function soundOfWebm(bytes: Uint8Array): Promise<Uint8Array[] | undefined> {
  using input = new Input({ formats: [WEBM], source: new BufferSource(bytes) });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track?.codec !== 'opus') return undefined;
    const packets: Uint8Array[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet.data);
    return packets.length > 0 ? packets : undefined;
  } catch {
    // Whatever it says of a damaged file.
    return undefined;
  }
}

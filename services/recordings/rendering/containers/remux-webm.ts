/** Chunks of VP8 in one WebM that can be sought in, their frames as they were recorded. */
import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  type InputTrack,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';

export interface WebmPiece {
  readonly path: string;
  readonly positionMs: number;
  readonly durationMs: number;
}

/** Pieces that can't be read are left out: black has no place among frames as they were recorded. Answers how many are in it; with none there is no file. */
export async function remuxWebm(pieces: readonly WebmPiece[], outPath: string): Promise<number> {
  const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(outPath) });
  const video = new EncodedVideoPacketSource('vp8');
  const sound = new EncodedAudioPacketSource('opus');
  output.addVideoTrack(video);
  output.addAudioTrack(sound);
  await output.start();
  let taken = 0;
  for (const piece of pieces) {
    using input = new Input({ formats: [WEBM], source: new FilePathSource(piece.path) });
    try {
      const pictures = await input.getPrimaryVideoTrack();
      const sounds = await input.getPrimaryAudioTrack();
      const pictureConfig = await pictures?.getDecoderConfig();
      const soundConfig = await sounds?.getDecoderConfig();
      if (pictures == null || sounds == null || pictureConfig == null || soundConfig == null) continue;
      const startS = (await new EncodedPacketSink(sounds).getFirstPacket())?.timestamp;
      if (startS === undefined) continue;
      const all = { startS, piece };
      // The two wait for each other, so that they lie side by side.
      await Promise.all([
        (async () => {
          for await (const packet of placed(pictures, all)) await video.add(packet, { decoderConfig: pictureConfig });
        })(),
        (async () => {
          for await (const packet of placed(sounds, all)) await sound.add(packet, { decoderConfig: soundConfig });
        })(),
      ]);
      taken += 1;
    } catch {
      // Damaged: what of it could be read stays.
    }
  }
  if (taken === 0) await output.cancel();
  else await output.finalize();
  return taken;
}

async function* placed(
  track: InputTrack,
  { startS, piece }: { startS: number; piece: WebmPiece },
): AsyncGenerator<EncodedPacket> {
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const withinS = Math.max(0, packet.timestamp - startS);
    if (withinS * 1_000 < piece.durationMs) yield packet.clone({ timestamp: piece.positionMs / 1_000 + withinS });
  }
}

/**
 * "Hear yourself as others do": two places in a meeting of one's own that is in no table and ends within a minute. What the one says goes the whole way,
 * network, cleaning and mixing included, to the other.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { SoundCheck } from '@veche/contracts/rest/conferences.ts';
import { v4 as uuid } from 'uuid';
import type { ConferencesParts } from '../conferences-parts.ts';
import { newToken } from './new-token.ts';
import { takeOrRefuse } from './rate-limits.ts';

/** Throws `no_media_server`, `too_many_requests`. */
export async function openSoundCheck(
  parts: ConferencesParts,
  { address, publicUrl }: { readonly address: string; readonly publicUrl: string },
): Promise<SoundCheck> {
  await takeOrRefuse(parts.limits, 'soundChecksPerAddress', address);
  const conferenceId = uuid({ random: parts.random.bytes(16) });
  const route = await parts.route(conferenceId, publicUrl);
  if (route === undefined) throw new VecheError('no_media_server', { retryAfterSeconds: 5 });
  await takeOrRefuse(parts.limits, 'soundChecks', 'all');
  const { mediaUrl } = route;
  const endsAtMs = parts.clock.nowMs() + limits.soundCheckMaxMs;
  const place = async (name: string) => {
    const participantId = uuid({ random: parts.random.bytes(16) });
    const participantToken = newToken(parts);
    await parts.places.giveForSoundCheck({ participantId, conferenceId, name, endsAtMs }, participantToken);
    return { participantId, participantToken, mediaUrl };
  };
  return { speaker: await place('Speaker'), listener: await place('Listener'), iceServers: [...parts.iceServers()] };
}

/**
 * Tells when a received picture has something to show. That its packets come is not enough: between the first packet and the first decoded frame a busy device takes
 * its time, in which the picture of before is better than none.
 */
import type { types } from 'mediasoup-client';
import type { CallEnvironment } from './call-environment.ts';

type Watched = Pick<types.Consumer, 'getStats' | 'closed'> & {
  readonly track: Pick<MediaStreamTrack, 'muted' | 'addEventListener'>;
};

const lookIntervalMs = 60;
/** By then the picture of before has gone in any case. */
const looksMax = 40;

/** `seen` is called once, or never. Nothing is looked at before packets come: of many pictures at once each look costs. */
export function onFirstFrame(
  consumer: Watched,
  environment: Pick<CallEnvironment, 'setTimeout'>,
  seen: () => void,
): void {
  const look = async (looks: number): Promise<void> => {
    if (consumer.closed || looks >= looksMax) return;
    const report = await consumer.getStats().catch(() => undefined);
    if ([...(report?.values() ?? [])].some(hasDecoded)) seen();
    else environment.setTimeout(() => void look(looks + 1), lookIntervalMs);
  };
  if (consumer.track.muted) consumer.track.addEventListener('unmute', () => void look(0), { once: true });
  else void look(0);
}

const hasDecoded = ({ type, framesDecoded }: { type?: unknown; framesDecoded?: unknown }): boolean =>
  type === 'inbound-rtp' && Number(framesDecoded ?? 0) > 0;

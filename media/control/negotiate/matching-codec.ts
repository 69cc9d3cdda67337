/** Which of the router's codecs somebody else's description means; H.264 only in the one profile and packetisation that the router forwards. */
import { type RouterCodec, routerCodecs } from '../router-capabilities.ts';

interface DescribedCodec {
  readonly mimeType: string;
  readonly clockRate: number;
  readonly channels?: number | undefined;
  readonly parameters?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** Undefined when the router cannot carry it. */
export function matchingCodec(described: DescribedCodec): RouterCodec | undefined {
  return routerCodecs.find(
    (codec) =>
      codec.mimeType.toLowerCase() === described.mimeType.toLowerCase() &&
      codec.clockRate === described.clockRate &&
      (codec.channels ?? 1) === (described.channels ?? 1) &&
      (codec.format !== 'h264' || isConstrainedBaseline(described.parameters ?? {})),
  );
}

/** RFC 6184 section 8.1: profile_idc 0x42 with constraint_set1 (constrained baseline), single NAL and fragments (mode 1). */
function isConstrainedBaseline(parameters: Readonly<Record<string, string | number | boolean>>): boolean {
  if (Number(parameters['packetization-mode'] ?? 0) !== 1) return false;
  const profile = String(parameters['profile-level-id'] ?? '42e01f').toLowerCase();
  if (!/^[0-9a-f]{6}$/.test(profile)) return false;
  return profile.startsWith('42') && (Number.parseInt(profile.slice(2, 4), 16) & 0x40) !== 0;
}

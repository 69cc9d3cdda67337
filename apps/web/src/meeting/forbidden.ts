/** Why this person may not switch something on now, by the one table of permissions; undefined = they may. */
import type { CallState } from '@veche/client/call-state.ts';
import type { ErrorCode } from '@veche/contracts/errors.ts';
import { policyRefusal } from '@veche/contracts/signalling/permissions.ts';
import { useAppSelector } from '../state/hooks.ts';
import type { AskedFor } from '../state/people-slice.ts';
import type { IconName } from '../ui/icon.tsx';

export type Switchable = AskedFor | 'screen';

export const offIcons = {
  microphone: 'microphoneOff',
  camera: 'cameraOff',
  screen: 'screenStop',
} as const satisfies Record<Switchable, IconName>;

type Rules = Pick<CallState, 'standing' | 'conference' | 'mayUnmute' | 'mayStartVideo'>;

export function forbidden(
  { standing, conference, mayUnmute, mayStartVideo }: Rules,
  source: Switchable,
): ErrorCode | undefined {
  if (conference === undefined) return undefined;
  const asked = source === 'microphone' ? mayUnmute : source === 'camera' && mayStartVideo;
  return policyRefusal(standing, conference.policy, { source, paused: false, asked });
}

export const useForbidden = (source: Switchable): ErrorCode | undefined =>
  useAppSelector(({ call }) => forbidden(call.call, source));

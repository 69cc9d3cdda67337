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

export function forbidden(
  { standing, conference }: Pick<CallState, 'standing' | 'conference'>,
  source: Switchable,
  mayAnyway: Readonly<Record<AskedFor, boolean>>,
): ErrorCode | undefined {
  if (conference === undefined) return undefined;
  const asked = source !== 'screen' && mayAnyway[source];
  return policyRefusal(standing, conference.policy, { source, paused: false, asked });
}

export const useForbidden = (source: Switchable): ErrorCode | undefined =>
  useAppSelector(({ call, people }) => forbidden(call.call, source, people.mayAnyway));

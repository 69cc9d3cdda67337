/** The socket to the media server: `join` is its greeting. */
import type { MethodName, MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import { type Notification, notifications } from '@veche/contracts/signalling/notifications.ts';
import type { CallEnvironment } from './call-environment.ts';
import { type AskOf, ReconnectingSocket } from './reconnecting-socket.ts';

interface SignallingTypes {
  readonly methods: { readonly [Name in MethodName]: { params: MethodParams<Name>; result: MethodResult<Name> } };
  readonly notification: Notification;
}

export type Ask = AskOf<SignallingTypes>;

export class SignallingSocket extends ReconnectingSocket<SignallingTypes> {
  constructor(url: string, environment: CallEnvironment) {
    super(url, environment, { notifications, greeting: 'join' });
  }
}

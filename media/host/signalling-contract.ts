/** Signalling as the sockets' keeper wants it: which calls there are, and what a participant's may cost. */
import { limits } from '@veche/contracts/limits.ts';
import { methods } from '@veche/contracts/signalling/methods.ts';
import { type CheckedCall, callChecker } from '@veche/rpc/checked-call.ts';
import type { FrameRates } from '@veche/rpc/frame-budget.ts';

export type SignallingMethods = typeof methods;
/** What may be called by somebody who has a seat. */
export type SignallingCall = Exclude<CheckedCall<SignallingMethods>, { readonly method: 'join' }>;

export const checkSignallingCall = callChecker(methods);

export const participantsRates: FrameRates = {
  frameMaxBytes: limits.signallingMessageMaxBytes,
  framesPerSecond: limits.signallingMessagesPerSecond,
  framesBurst: limits.signallingBurst,
  excessPerSecond: limits.signallingExcessForgivenPerSecond,
  excessBurst: limits.signallingExcessMax,
  bytesPerSecond: limits.signallingBytesPerSecond,
  bytesBurst: limits.signallingBytesBurst,
};

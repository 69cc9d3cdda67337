/** The chat's calls as the sockets' keeper wants them: which there are, and what a participant's may cost. */
import { chatMethods } from '@veche/contracts/chat/chat-methods.ts';
import { limits } from '@veche/contracts/limits.ts';
import { callChecker } from '@veche/rpc/checked-call.ts';
import type { FrameRates } from '@veche/rpc/frame-budget.ts';

export const checkChatCall = callChecker(chatMethods);

export const chattersRates: FrameRates = {
  frameMaxBytes: limits.chatFrameMaxBytes,
  framesPerSecond: limits.chatFramesPerSecond,
  framesBurst: limits.chatFramesBurst,
  excessPerSecond: limits.chatFramesExcessForgivenPerSecond,
  excessBurst: limits.chatFramesExcessMax,
  bytesPerSecond: limits.chatBytesPerSecond,
  bytesBurst: limits.chatBytesBurst,
};

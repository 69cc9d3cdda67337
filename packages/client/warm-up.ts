/** The browser starts its WebRTC engine and looks for its codecs at the first offer; asked for early, a later join does not wait for it. */

let warm: Promise<void> | undefined;

/** Call it while the person still looks at the preview. Any number of times; never rejects. */
export function warmUpWebRtc(): Promise<void> {
  warm ??= offerOnce().catch(() => undefined);
  return warm;
}

async function offerOnce(): Promise<void> {
  const connection = new RTCPeerConnection();
  try {
    connection.addTransceiver('audio');
    connection.addTransceiver('video');
    await connection.createOffer();
  } finally {
    connection.close();
  }
}

/** One live picture. The element stays while the track changes, so that nothing flickers. */
import { useEffect, useRef } from 'react';

export function VideoPicture({ track, className }: { track: MediaStreamTrack; className?: string | undefined }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video === null) return;
    video.srcObject = new MediaStream([track]);
    video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  // A live picture without sound
  return <video ref={element} className={className} autoPlay playsInline muted />;
}

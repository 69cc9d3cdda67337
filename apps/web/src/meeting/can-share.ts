/** Whether this browser can share a screen at all; phones cannot. */
export const canShare = 'getDisplayMedia' in ((navigator.mediaDevices as MediaDevices | undefined) ?? {});

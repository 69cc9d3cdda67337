/** Lets the sound of an element come or go within a few hundredths of a second: a hard cut can be heard as a click. */
const steps = 4;
const stepMs = 8;

/** Where the volume belongs to the person alone (iOS), it is cut after all. Answers how to stop half-way. */
export function fade(element: HTMLMediaElement, audible: boolean): () => void {
  let step = 0;
  if (audible) {
    element.volume = 0;
    element.muted = false;
  }
  const timer = setInterval(() => {
    step += 1;
    element.volume = audible ? step / steps : 1 - step / steps;
    if (step < steps) return;
    clearInterval(timer);
    if (audible) return;
    element.muted = true;
    element.volume = 1;
  }, stepMs);
  return () => {
    clearInterval(timer);
    element.volume = 1;
  };
}

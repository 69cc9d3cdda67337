import { describe, expect, it } from 'vitest';
import { callOpened } from '../state/call-slice.ts';
import {
  consentAsked,
  consentGiven,
  recordingReducer,
  recordingStarted,
  recordingStopped,
  stopAsked,
  stoppedPutAway,
} from './recording-slice.ts';

const after = (...actions: Parameters<typeof recordingReducer>[1][]) =>
  actions.reduce<ReturnType<typeof recordingReducer> | undefined>(recordingReducer, undefined);

describe('what is told of the recording (R1)', () => {
  it('stands until it is taken note of, or the recording ends', () => {
    expect(after(consentAsked('recording'))?.consent).toBe('recording');
    expect(after(consentAsked('recording'), consentGiven())?.consent).toBeNull();
    expect(after(consentAsked('paused'), recordingStopped('one'))?.consent).toBeNull();
    expect(after(consentAsked('recording'), callOpened())?.consent).toBeNull();
  });
  it('offers to go on to whoever has stopped it, and to nobody else', () => {
    expect(after(stopAsked(true), recordingStopped('one'))?.stoppedId).toBe('one');
    expect(after(recordingStopped('one'))?.stoppedId).toBeNull();
    expect(after(stopAsked(true), stopAsked(false), recordingStopped('one'))?.stoppedId).toBeNull();
  });
  it('offers it no more once it is put away, or something is recorded again', () => {
    const stopped = [stopAsked(true), recordingStopped('one')];
    expect(after(...stopped, stoppedPutAway())?.stoppedId).toBeNull();
    expect(after(...stopped, recordingStarted())?.stoppedId).toBeNull();
    expect(after(...stopped, recordingStarted(), recordingStopped('two'))?.stoppedId).toBeNull();
  });
});

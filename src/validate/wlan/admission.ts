import type { Dot11Frame } from '../../codecs/dot11/frame.js';

/** A status code (IEEE 802.11-2020, Table 9-50). */
export const SUCCESS = 0;

/** Whether a frame lets a station into an association; a refusal leaves the association that there may be as it is. */
export const isAdmission = (frame: Partial<Dot11Frame>): boolean =>
  (frame.kind === 'association-response' || frame.kind === 'reassociation-response') &&
  frame.statusCode === SUCCESS;

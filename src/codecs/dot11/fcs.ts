import { crc32 } from '../crc32.js';
import { requireOctets } from '../is-octets.js';
import { get32le } from '../layout/octets.js';

/** Octets of the FCS field. */
export const FCS_LENGTH = 4;

/**
 * The FCS of an MPDU without it, as an unsigned integer: a CRC-32, sent least significant octet first
 * (IEEE 802.11-2020, 9.2.4.8).
 * @throws TypeError for what is no octets
 */
export const fcsOf = (mpdu: Uint8Array): number => crc32(mpdu);

/** The last four octets of `frame` as an FCS; there are four. */
export const fcsField = (frame: Uint8Array): number => get32le(frame, frame.length - FCS_LENGTH);

/** Whether the last four octets of `frame` are the FCS of those in front of them. @throws TypeError for what is no octets */
export function endsWithFcs(frame: Uint8Array): boolean {
  requireOctets(frame);
  return frame.length > FCS_LENGTH && fcsOf(frame.subarray(0, frame.length - FCS_LENGTH)) === fcsField(frame);
}

/** Tells, frame by frame, whether the frames of one capture interface end with an FCS. */
export type FcsDetector = (frame: Uint8Array) => boolean;

/** So many more frames with an FCS than without decide that they have it … */
const SURPLUS_PRESENT = 3;
/**
 * … and so many more without, that they have none. A right FCS is a coincidence once in 2^32 frames; a wrong
 * one just a damaged frame, which come in runs.
 */
const SURPLUS_ABSENT = 16;

/**
 * A detector for captures that do not say whether frames end with an FCS (link types 105, 119 and 163).
 *
 * It computes the FCS of the first frames until one answer is well ahead, and from then on gives that answer
 * without looking. Until then a frame with a right FCS has one, and of the others the majority so far decides.
 * Pass it whole frames only, not those that the capture has cut short.
 */
export function fcsDetector(): FcsDetector {
  let surplus = 0;
  let decided: boolean | undefined;
  return frame => {
    if (decided !== undefined) return decided;
    const fits = endsWithFcs(frame);
    surplus += fits ? 1 : -1;
    if (surplus >= SURPLUS_PRESENT) decided = true;
    else if (surplus <= -SURPLUS_ABSENT) decided = false;
    return fits || surplus > 0;
  };
}

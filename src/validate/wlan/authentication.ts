import type { Dot11Frame } from '../../codecs/dot11/frame.js';
import { headerLength } from '../../codecs/dot11/header.js';
import { get16le } from '../../codecs/layout/octets.js';
import { SUCCESS } from './admission.js';

/** Algorithm numbers of authentication (IEEE 802.11-2020, 9.4.1.1). */
export const ALGORITHM = { ft: 2, sae: 3 } as const;

/**
 * Status codes with which an authentication goes on (IEEE 802.11-2020, Table 9-50): come back later; a token is to come with the
 * same commit; SAE by hash-to-element, or with a public key, in a commit.
 */
const GOES_ON: ReadonlySet<number> = new Set([SUCCESS, 30, 76, 126, 127]);

/** Whether a status code of an authentication or association ends it. */
export const isRefusal = (statusCode: number): boolean => !GOES_ON.has(statusCode);

/** Whether a response says that its sender ends the authentication, or refuses the association. */
export const isRefusing = (response: Partial<Dot11Frame>): boolean =>
  'statusCode' in response && response.statusCode !== undefined && isRefusal(response.statusCode);

/** Whether an authentication frame, whole up to its status code, says that its sender ends the authentication. */
export function refusesAuthentication(mpdu: Uint8Array): boolean {
  const body = headerLength(mpdu);
  return mpdu.length >= body + 6 && isRefusal(get16le(mpdu, body + 4));
}

import { DESCRIPTOR_TYPE, type EapolKey } from '../../codecs/dot11/eapol-key.js';
import type { Element } from '../../codecs/dot11/element.js';
import { decodeKeyData } from '../../codecs/dot11/kde.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { type SecurityElements, securityElements } from '../wlan/security.js';
import { listed } from '../wording.js';

/** What an element is called. */
const NAMES: Readonly<Record<keyof SecurityElements, string>> = {
  RSN: 'RSNE',
  WPA: 'WPA element',
  RSNX: 'RSNXE',
  'Mobility Domain': 'MDE',
};

/** An element that a message of the handshake does not repeat as it was before. */
export interface Difference {
  /** `RSNE`. */
  readonly name: string;
  /** Whether each has one of its own, or the message alone has one, or it has none. */
  readonly how: 'other' | 'added' | 'missing';
}

/** The elements of the frame before it. */
export interface Before {
  readonly elements: readonly Element[];
  /** Whether the capture has cut its end off: it may have had more elements. */
  readonly isCut: boolean;
}

/**
 * The elements of M2 or M3 that are not those of the request or the beacon before it (IEEE 802.11-2020, 12.7.6.3 and 12.7.6.4).
 * An MDE is compared where both have one: APs announce it to stations without FT, too.
 * @param keyData of the message, in clear
 * @param isFt whether the AKM is one of FT, as far as it is known
 */
export function differences(
  { descriptorType }: Pick<EapolKey, 'descriptorType'>,
  keyData: Uint8Array,
  { elements, isCut }: Before,
  isFt: boolean | undefined,
): readonly Difference[] {
  const now = securityElements(decodeKeyData(keyData, { lax: true }).value, isFt);
  const then = securityElements(elements, isFt);
  const compared: readonly (keyof SecurityElements)[] =
    descriptorType === DESCRIPTOR_TYPE.wpa ? ['WPA'] : ['RSN', 'RSNX', 'Mobility Domain'];
  return compared.flatMap((id): readonly Difference[] => {
    const [a, b] = [now[id], then[id]];
    const name = NAMES[id];
    if (a !== undefined && b !== undefined) return sameOctets(a, b) ? [] : [{ name, how: 'other' }];
    if (a === b || id === 'Mobility Domain') return [];
    if (a === undefined) return [{ name, how: 'missing' }];
    return isCut ? [] : [{ name, how: 'added' }];
  });
}

/**
 * `the RSNE of M3 is not that of the beacon, and the RSNXE of the beacon is not in M3`
 * @param message and `before` are what the two frames are called
 */
export function differencesText(differences: readonly Difference[], message: string, before: string): string {
  const clause = (how: Difference['how'], owner: string, end: string): readonly string[] => {
    const names = differences.filter(one => one.how === how).map(({ name }) => name);
    const is = names.length === 1 ? 'is' : 'are';
    return names.length === 0 ? [] : [`the ${listed(names)} of ${owner} ${is} not ${end}`];
  };
  return [
    ...clause('other', message, `that of the ${before}`),
    ...clause('missing', `the ${before}`, `in ${message}`),
    ...clause('added', message, `in the ${before}`),
  ].join(', and ');
}

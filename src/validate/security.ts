import { decodeKeyData } from '../codecs/dot11/kde.js';
import { learnFt } from './ft.js';
import type { Bss, Security, Session } from './session.js';

/** The parts of elements that name suites and the FT hierarchy, whatever frame carried them. */
interface Named {
  readonly element?: string;
  readonly groupCipher?: string | undefined;
  readonly pairwiseCiphers?: readonly string[] | undefined;
  readonly akms?: readonly string[] | undefined;
}

type Items = readonly Named[];

/** The first element that names an AKM: the RSNE, or WPA's where there is none. */
const securityElement = (items: Items): Named | undefined =>
  items.find(item => item.element === 'RSN') ?? items.find(item => item.element === 'WPA');

/**
 * The suites that a station's RSNE chooses: it lists one pairwise cipher and one AKM (IEEE 802.11-2020,
 * 12.6.3). A field that is left out stands for its default (9.4.2.24).
 */
export function securityOf(items: Items): Security | undefined {
  const chosen = securityElement(items);
  if (chosen === undefined) return undefined;
  const isWpa = chosen.element === 'WPA';
  const groupCipher = chosen.groupCipher ?? (isWpa ? '00-50-F2:2' : '00-0F-AC:4');
  const pairwise = chosen.pairwiseCiphers?.[0] ?? groupCipher;
  return {
    akm: chosen.akms?.[0] ?? (isWpa ? '00-50-F2:1' : '00-0F-AC:1'),
    // Type 0 is "use the group cipher suite".
    pairwiseCipher: pairwise.endsWith(':0') ? groupCipher : pairwise,
    groupCipher,
  };
}

/** The group cipher that an AP announces. */
export function learnNetwork(bss: Bss, items: Items): void {
  const groupCipher = securityElement(items)?.groupCipher;
  if (groupCipher !== undefined) bss.groupCipher = groupCipher;
}

/** The suites and the FT hierarchy that an M2 states in its key data (IEEE 802.11-2020, 12.7.6.3). */
export function learnFromKeyData(session: Session, keyData: Uint8Array): void {
  const items = decodeKeyData(keyData, { lax: true }).value;
  const security = securityOf(items.filter(item => 'element' in item));
  if (security !== undefined) session.security = security;
  learnFt(
    session,
    items.filter(item => 'element' in item),
  );
}

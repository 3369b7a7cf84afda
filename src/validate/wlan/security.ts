import { copyOf } from '../../codecs/copy.js';
import { type Element, encodeElements } from '../../codecs/dot11/element.js';
import type { RsnCapabilities } from '../../codecs/dot11/elements/rsn.js';
import { decodeKeyData, type KeyDataItem } from '../../codecs/dot11/kde.js';
import type { HandshakeMessage } from '../../crypto/handshake.js';
import type { Bss, Security, Tracked } from '../session.js';
import { learnFt } from './ft.js';
import { learnApLink } from './links.js';
import { learnMld } from './peers.js';

/** The parts of elements that name suites and the FT hierarchy, whatever frame carried them. */
interface Named {
  readonly element?: string;
  readonly groupCipher?: string | undefined;
  readonly pairwiseCiphers?: readonly string[] | undefined;
  readonly akms?: readonly string[] | undefined;
  readonly capabilities?: RsnCapabilities | undefined;
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
  const usual = isWpa ? '00-50-F2:2' : '00-0F-AC:4';
  const groupCipher = chosen.groupCipher ?? usual;
  const pairwise = chosen.pairwiseCiphers?.[0] ?? usual;
  return {
    akm: chosen.akms?.[0] ?? (isWpa ? '00-50-F2:1' : '00-0F-AC:1'),
    // Type 0 is "use the group cipher suite".
    pairwiseCipher: pairwise.endsWith(':0') ? groupCipher : pairwise,
    groupCipher,
    isMfpCapable: !isWpa && chosen.capabilities?.managementFrameProtectionCapable === true,
    isSppCapable: chosen.capabilities?.sppAMsduCapable === true,
  };
}

/** The elements of a frame that a handshake repeats, each as octets; undefined where the frame has none. */
export interface SecurityElements {
  readonly RSN: Uint8Array | undefined;
  readonly WPA: Uint8Array | undefined;
  readonly RSNX: Uint8Array | undefined;
  readonly 'Mobility Domain': Uint8Array | undefined;
}

/**
 * The elements of a management frame, or of key data in clear, that the other of the two is to repeat. The names of PMKs in
 * the RSNE are left out under FT, where they come with the handshake (IEEE 802.11-2020, 13.4.2).
 */
export function securityElements(
  items: readonly (Element | KeyDataItem)[],
  isFt?: boolean,
): SecurityElements {
  const octets = (name: Element['element']): Uint8Array | undefined => {
    const found = items.find((item): item is Element => 'element' in item && item.element === name);
    if (found === undefined) return undefined;
    if (!isFt || found.element !== 'RSN') return encodeElements([found]);
    const pmkids = found.groupManagementCipher === undefined ? undefined : [];
    return encodeElements([{ ...found, pmkids }]);
  };
  return {
    RSN: octets('RSN'),
    WPA: octets('WPA'),
    RSNX: octets('RSNX'),
    'Mobility Domain': octets('Mobility Domain'),
  };
}

/** The SSID that elements name: a hidden network announces an empty one, or as many zero octets. */
export function ssidIn(elements: readonly Element[]): Uint8Array | undefined {
  const ssid = elements.find(e => e.element === 'SSID')?.ssid;
  return ssid?.some(octet => octet !== 0) ? copyOf(ssid) : undefined;
}

/** What an AP announces: its SSID, if it is not hidden, the group cipher, and the AP MLD that it is of. */
export function learnNetwork(bss: Bss, elements: readonly Element[]): void {
  const ssid = ssidIn(elements);
  if (ssid !== undefined) bss.ssid = ssid;
  const groupCipher = securityElement(elements)?.groupCipher;
  if (groupCipher !== undefined) bss.groupCipher = groupCipher;
  learnApLink(bss, elements);
}

/**
 * What M1 and M2 state in their key data: the MLD of their sender, and M2 the suites and the FT hierarchy (IEEE 802.11-2020,
 * 12.7.6.3).
 */
export function learnFromKeyData(session: Tracked, message: HandshakeMessage, keyData: Uint8Array): void {
  if (message !== 'M1' && message !== 'M2') return;
  const items = decodeKeyData(keyData, { lax: true }).value;
  learnMld(session.mld, message, items, session.links.length > 0);
  if (message === 'M1') return;
  const elements = items.filter(item => 'element' in item);
  const security = securityOf(elements);
  if (security !== undefined) session.security = security;
  learnFt(session, elements);
}

import type { Element, ElementNamed } from '../../codecs/dot11/element.js';

/** HS2.0 Indication (Wi-Fi Alliance, Hotspot 2.0, 3.1.1): OUI and type, and DGAF Disabled, a bit of the octet behind them. */
const HOTSPOT = { oui: '50-6F-9A', type: 0x10, dgafDisabled: 0x01 } as const;

/** What an AP says of its network in a beacon or a probe response, as far as handshakes depend on it. */
export interface Announcement {
  /** The elements as they were sent, one behind the other. */
  readonly octets: Uint8Array;
  readonly elements: readonly Element[];
  /** Whether the capture has cut its end off: it may have had more elements. */
  readonly isCut: boolean;
}

/** Of a station: what its AP announced last before it asked to associate, and what the AP's network announced, the latest first. */
interface Announced {
  announced?: Announcement | undefined;
  readonly bss: { readonly announcements: readonly Announcement[] };
}

/** What the AP announced when the station asked to associate, or last where no request was seen. */
export const announcementOf = ({ announced, bss }: Announced): Announcement | undefined =>
  announced ?? bss.announcements[0];

/** The RSNE of that. */
export const announcedRsne = (session: Announced): ElementNamed<'RSN'> | undefined =>
  announcementOf(session)?.elements.find((item): item is ElementNamed<'RSN'> => item.element === 'RSN');

/** Whether the AP says that it sends nothing to groups: each GTK that it hands out then is another one, which nobody uses. */
export const sendsToNoGroup = (session: Announced): boolean =>
  announcementOf(session)?.elements.some(
    item =>
      item.element === 'Vendor Specific' &&
      item.oui === HOTSPOT.oui &&
      item.content[0] === HOTSPOT.type &&
      ((item.content[1] ?? 0) & HOTSPOT.dgafDisabled) !== 0,
  ) === true;

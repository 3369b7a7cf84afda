import { copyOf } from '../../codecs/copy.js';
import { type Element, findMultiLink } from '../../codecs/dot11/element.js';
import type { MultiLinkElement, StaInfo } from '../../codecs/dot11/elements/multi-link.js';
import type { KeyDataItem } from '../../codecs/dot11/kde.js';
import { get16le } from '../../codecs/layout/octets.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { concatBytes } from '../../crypto/octets.js';
import type { At } from '../at.js';
import type { Bss, SessionLink, Tracked } from '../session.js';
import { SUCCESS } from './admission.js';
import type { Networks } from './networks.js';

/** Where a Link ID Info field has the link ID (IEEE Std 802.11be-2024, 9.4.2). */
const LINK_ID = 0x0f;
/** Octets of the capabilities in front of the status code in the profile of a response (9.3.3.6). */
const STATUS_AT = 2;

/** Takes from a beacon or a probe response which link of an AP MLD its AP is (IEEE Std 802.11be-2024, 35.3.4). */
export function learnApLink(bss: Bss, elements: readonly Element[]): void {
  const info = findMultiLink(elements)?.commonInfo;
  // An AP MLD ID is of another MLD, of which a probe response tells, too.
  if (info?.linkIdInfo === undefined || (info.apMldId ?? 0) !== 0) return;
  setLink(bss, info.mldMacAddress, info.linkIdInfo & LINK_ID);
}

function setLink(bss: Bss, mld: Uint8Array, linkId: number): void {
  if (bss.link?.linkId !== linkId || !sameOctets(bss.link.mld, mld)) bss.link = { mld: copyOf(mld), linkId };
}

/** What a Multi-Link element says of other links, and what the station or AP of each would say there. */
const profilesIn = (element: MultiLinkElement): readonly { info: StaInfo; profile: Uint8Array }[] =>
  element.linkInfo.flatMap(one =>
    one.subelement === 'Per-STA Profile' ? [{ info: one.staInfo, profile: one.profile }] : [],
  );

/** The session of the AP MLD that an AP is of and the MLD that asks to associate, if it is known by other addresses. */
export function sessionOfMlds(
  networks: Networks,
  bss: Bss,
  station: Uint8Array,
  elements: readonly Element[],
): Tracked | undefined {
  const mld = findMultiLink(elements)?.commonInfo.mldMacAddress;
  if (bss.link === undefined || mld === undefined) return undefined;
  const found = networks.knownSession(concatBytes(bss.link.mld, mld), 0, 6);
  if (found !== undefined) networks.alias(found, bss, station);
  return found;
}

/** Takes note of who asks to associate, until the request is answered. */
export function applied(session: Tracked, bss: Bss, elements: readonly Element[], { time }: At): void {
  const element = findMultiLink(elements);
  const links = element === undefined ? [] : profilesIn(element);
  session.applicant = {
    time,
    mld: element && copyOf(element.commonInfo.mldMacAddress),
    links: links.map(({ info: { linkId, macAddress } }) => ({
      linkId,
      station: macAddress && copyOf(macAddress),
    })),
  };
  if (session.keyed || session.admitted !== undefined) return;
  session.mld.ap = session.applicant.mld && bss.link?.mld;
  session.mld.station = session.applicant.mld;
}

/**
 * Takes from a response that lets a station in which links the association has: the addresses of the station are in the request,
 * those of the APs and what became of each in the response (IEEE Std 802.11be-2024, 35.3.5).
 */
export function admitted(
  networks: Networks,
  session: Tracked,
  bss: Bss,
  station: Uint8Array,
  elements: readonly Element[],
): void {
  const element = findMultiLink(elements);
  const { applicant } = session;
  const isMoved = session.bss !== bss || !sameOctets(session.station, station);
  if (isMoved || session.links.length > 0) leave(session);
  if (isMoved) {
    networks.alias(session, bss, station);
    session.bss = bss;
    session.station = copyOf(station);
  }
  session.mld.ap = element && copyOf(element.commonInfo.mldMacAddress);
  session.mld.station = element && applicant?.mld;
  session.links = element === undefined ? [] : linksOf(networks, session, element);
  for (const link of session.links)
    if (link.station !== undefined) networks.alias(session, link.bss!, link.station);
  aliasMlds(networks, session);
}

function linksOf(networks: Networks, session: Tracked, element: MultiLinkElement): readonly SessionLink[] {
  const { bss, applicant } = session;
  const { mldMacAddress: mld, linkIdInfo } = element.commonInfo;
  const links: SessionLink[] = [];
  if (linkIdInfo !== undefined) {
    setLink(bss, mld, linkIdInfo & LINK_ID);
    links.push({ linkId: linkIdInfo & LINK_ID, bss, station: session.station });
  }
  for (const { info, profile } of profilesIn(element)) {
    const { linkId, macAddress } = info;
    const isRefused = profile.length >= STATUS_AT + 2 && get16le(profile, STATUS_AT) !== SUCCESS;
    const other = isRefused || macAddress === undefined ? undefined : networks.bss(macAddress, 0);
    if (other === undefined) continue;
    setLink(other, mld, linkId);
    links.push({
      linkId,
      bss: other,
      station: applicant?.links.find(one => one.linkId === linkId)?.station,
    });
  }
  return links;
}

/** Makes a session found by the addresses of its MLDs, which frames over Ethernet have. */
function aliasMlds(networks: Networks, session: Tracked): void {
  const { ap, station } = session.mld;
  const bss = ap === undefined || station === undefined ? undefined : networks.bss(ap, 0);
  if (bss !== undefined) networks.alias(session, bss, station!);
}

/** Takes the addresses on links from the MLO Link KDEs of M2 or M3, whose MIC is right (IEEE Std 802.11be-2024, 12.7.6). */
export function learnLinks(session: Tracked, message: string, items: readonly KeyDataItem[]): void {
  for (const item of items)
    if ('kde' in item && item.kde === 'MLO Link')
      session.joinLink(message === 'M2' ? 'station' : 'ap', item.linkId, item.macAddress);
}

/** Takes an address on a link into a session: frames of that link are of the session from when both of its addresses are known. */
export function joinLink(
  networks: Networks,
  session: Tracked,
  side: 'ap' | 'station',
  linkId: number,
  address: Uint8Array,
): void {
  const mld = session.mld.ap;
  // Where nothing says that it is multi-link operation, a link is nobody's.
  if (mld === undefined || session.mld.station === undefined) return;
  const known = session.links.find(link => link.linkId === linkId);
  const link: SessionLink = known ?? { linkId };
  if (side === 'station') link.station ??= copyOf(address);
  else if (link.bss === undefined) {
    link.bss = networks.bss(address, 0);
    if (link.bss !== undefined) setLink(link.bss, mld, linkId);
  }
  link.bss ??= networks.ofMld(mld, linkId);
  // The KDEs of M2 leave out the link that it goes over, at least those of wpa_supplicant.
  if (link.bss === session.bss) link.station ??= session.station;
  if (known === undefined) session.links = [...session.links, link];
  aliasMlds(networks, session);
  if (link.bss === undefined || link.station === undefined) return;
  networks.alias(session, link.bss, link.station);
  if (session.bss.associated.has(session)) link.bss.associated.add(session);
}

/** Counts a session as one of a station that is associated, at the AP of each link. */
export function enter(session: Tracked): void {
  session.bss.associated.add(session);
  for (const { bss, station } of session.links) if (station !== undefined) bss?.associated.add(session);
}

/** The opposite of {@link enter}. */
export function leave(session: Tracked): void {
  session.bss.associated.delete(session);
  for (const { bss } of session.links) bss?.associated.delete(session);
}

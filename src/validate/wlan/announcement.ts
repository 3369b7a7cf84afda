import type { Element, ElementNamed } from '../../codecs/dot11/element.js';
import type { Session } from '../session.js';

/** What an AP says of its network in a beacon or a probe response, as far as handshakes depend on it. */
export interface Announcement {
  /** The elements as they were sent, one behind the other. */
  readonly octets: Uint8Array;
  readonly elements: readonly Element[];
}

/** What the AP announced when the station asked to associate, or last where no request was seen. */
export const announcementOf = ({ announced, bss }: Session): readonly Element[] | undefined =>
  (announced ?? bss.announcements[0])?.elements;

/** The RSNE of that. */
export const announcedRsne = (session: Session): ElementNamed<'RSN'> | undefined =>
  announcementOf(session)?.find((item): item is ElementNamed<'RSN'> => item.element === 'RSN');

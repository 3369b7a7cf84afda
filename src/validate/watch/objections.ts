import { findElement } from '../../codecs/dot11/element.js';
import { decodeKeyData } from '../../codecs/dot11/kde.js';
import { akmSuite } from '../../crypto/akm.js';
import type { EapolKeyEvent } from '../event.js';
import { isMultiLink, type Session } from '../session.js';
import { announcedRsne } from '../wlan/announcement.js';
import { differences, differencesText } from './differences.js';
import { channelClaim, channelName, type Oci } from './operating-channel.js';
import type { Request } from './requests.js';

/** What an AP may have against M2, beside its PMK. */
export interface Objection {
  /** What the AP does: `refuses the operating channel that M2 names, channel 6 of operating class 81`. */
  readonly text: string;
  /** Whether the standard lets it do nothing else (`due`), the capture shows the fault (`seen`), or it cannot tell (`possible`). */
  readonly kind: 'due' | 'seen' | 'possible';
  /** The same for M2 that have it in common. */
  readonly id: string;
}

/**
 * What an AP may have against an M2 (IEEE 802.11-2020, 12.7.6.3): it is to drop one without OCI, or whose OCI is not that of its own
 * channel, if both RSNEs have OCVC; and it compares the elements of the request.
 */
export function objectionsTo(
  session: Session,
  { key }: EapolKeyEvent,
  requested: Request | undefined,
): readonly Objection[] {
  if (key.keyInformation.encryptedKeyData) return [];
  const objections: Objection[] = [];
  const { isValidating, oci } = channelClaim(decodeKeyData(key.keyData, { lax: true }).value);
  // With multi-link operation, M2 may come over the link of another channel.
  if (isValidating && announcedRsne(session)?.capabilities?.ocvc === true && !isMultiLink(session))
    objections.push(
      oci === undefined
        ? {
            id: 'no OCI',
            kind: 'due',
            text: 'has to drop M2, which has no OCI though the RSNEs of both have OCVC',
          }
        : objectionToChannel(session, oci),
    );
  if (requested !== undefined) {
    const isFt = akmSuite(session.security?.akm ?? '')?.isFt;
    const changed = differences(key, key.keyData, requested, isFt);
    if (changed.length > 0) {
      const before = `association request in ${session.inFrames([requested.frame])}`;
      objections.push({
        id: changed.map(({ name, how }) => `${name} ${how}`).join(),
        kind: 'seen',
        text: `refuses M2 because ${differencesText(changed, 'M2', before)}`,
      });
    }
  }
  return objections;
}

/** What the AP may have against the channel of M2, of which its beacons may name the number. */
function objectionToChannel({ bss }: Session, oci: Oci): Objection {
  const own = findElement(bss.announcements[0]?.elements ?? [], 'DS Parameter Set')?.currentChannel;
  const isOther = own !== undefined && own !== oci.primaryChannel;
  return {
    id: `${channelName(oci)}, ${own}`,
    kind: isOther ? 'seen' : 'possible',
    text: `refuses the operating channel that M2 names, ${channelName(oci)}${isOther ? `, as its beacon names channel ${own}` : ''}`,
  };
}

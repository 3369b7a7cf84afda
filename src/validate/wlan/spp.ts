import type { Tracked } from '../session.js';
import { announcedRsne, announcementOf } from './announcement.js';

/**
 * Whether A-MSDUs between station and AP may have the A-MSDU Present bit under their MIC: not where the RSNE of one of them says
 * that it is not SPP A-MSDU capable (IEEE 802.11-2020, 12.5.3.3.3).
 */
export function mayBeSpp(session: Tracked): boolean {
  if (session.security?.isSppCapable === false) return false;
  return (
    announcementOf(session) === undefined || announcedRsne(session)?.capabilities?.sppAMsduCapable === true
  );
}

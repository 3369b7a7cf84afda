import type { Session } from '../session.js';
import { announcementOf } from './announcement.js';

/**
 * Whether A-MSDUs between station and AP may have the A-MSDU Present bit under their MIC: not where the RSNE of one of them says
 * that it is not SPP A-MSDU capable (IEEE 802.11-2020, 12.5.3.3.3).
 */
export function mayBeSpp(session: Session): boolean {
  if (session.security?.isSppCapable === false) return false;
  const announced = announcementOf(session);
  const rsne = announced?.find(item => item.element === 'RSN');
  return announced === undefined || rsne?.capabilities?.sppAMsduCapable === true;
}

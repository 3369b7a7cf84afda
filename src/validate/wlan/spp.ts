import type { Session } from '../session.js';

/**
 * Whether A-MSDUs between station and AP may have the A-MSDU Present bit under their MIC: not where the RSNE of one of them says
 * that it is not SPP A-MSDU capable (IEEE 802.11-2020, 12.5.3.3.3).
 */
export function mayBeSpp({ security, announced, bss }: Session): boolean {
  if (security?.isSppCapable === false) return false;
  const announcement = announced ?? bss.announcements[0];
  const rsne = announcement?.elements.find(item => item.element === 'RSN');
  return announcement === undefined || rsne?.capabilities?.sppAMsduCapable === true;
}

import { akmSuite } from '../../crypto/akm.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { pmkid } from '../../crypto/ptk.js';
import type { NamedPmk } from '../keys/given.js';
import { peersOf, type Session } from '../session.js';
import type { ProvenPtk } from './session-keys.js';

/**
 * The PMKID of `pmk` between the two of a session, 16 octets; undefined where it does not follow from the PMK: with SAE,
 * OWE and FT, and with Suite B, whose KCK it takes (IEEE 802.11-2020, 12.7.1.3).
 * @param kck of a PTK under that PMK
 */
export function pmkidOf(session: Session, pmk: NamedPmk, kck?: Uint8Array): Uint8Array | undefined {
  const akm = session.security?.akm;
  const peers = peersOf(session);
  const suite = akm === undefined ? undefined : akmSuite(akm, pmk.pmk.length);
  // Under FT the PMK given is the root of the hierarchy, and names in it are not PMKIDs of it.
  if (akm === undefined || suite?.isFt !== false || suite.pmkLength !== pmk.pmk.length) return undefined;
  if ((suite.pmkidKey === 'kck' && kck === undefined) || peers === undefined) return undefined;
  const { ap, station } = peers;
  return pmkid({ akm, pmk: pmk.pmk, aa: ap, spa: station, ...(kck === undefined ? {} : { kck }) });
}

/** The PMK that a PMKID names: one of those given, or of a PTK that a MIC proved. */
export function pmkNamed(session: Session, named: Uint8Array): NamedPmk | undefined {
  const isIt = (pmk: NamedPmk, ptk?: ProvenPtk): boolean => {
    const own = pmkidOf(session, pmk, ptk?.kck);
    return own !== undefined && equalConstantTime(own, named);
  };
  return session.pmks().find(pmk => isIt(pmk)) ?? session.ptks.find(ptk => isIt(ptk.pmk, ptk))?.pmk;
}

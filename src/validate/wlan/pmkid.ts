import { akmSuite } from '../../crypto/akm.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { pmkid } from '../../crypto/ptk.js';
import type { NamedPmk } from '../keys/given.js';
import { peersOf, type Session } from '../session.js';
import type { Run } from './run.js';
import type { ProvenPtk } from './session-keys.js';

/**
 * The PMKID of `pmk` between the two of a session, 16 octets; undefined where it does not follow from the PMK: with SAE,
 * OWE and FT, and with Suite B, whose KCK it takes (IEEE 802.11-2020, 12.7.1.3).
 * @param kck of a PTK under that PMK
 * @param akm that of the session, where it is known
 */
export function pmkidOf(
  session: Session,
  pmk: NamedPmk,
  kck?: Uint8Array,
  akm = session.security?.akm,
): Uint8Array | undefined {
  const peers = peersOf(session);
  const suite = akm === undefined ? undefined : akmSuite(akm, pmk.pmk.length);
  // Under FT the PMK given is the root of the hierarchy, and names in it are not PMKIDs of it.
  if (akm === undefined || suite?.isFt !== false || suite.pmkLength !== pmk.pmk.length) return undefined;
  if ((suite.pmkidKey === 'kck' && kck === undefined) || peers === undefined) return undefined;
  const { ap, station } = peers;
  return pmkid({ akm, pmk: pmk.pmk, aa: ap, spa: station, ...(kck === undefined ? {} : { kck }) });
}

/** An AKM of each hash that PMKIDs of a PMK alone are made with. */
const AKM_OF_EACH_HASH = ['00-0F-AC:2', '00-0F-AC:6'] as const;

/**
 * The PMK that a PMKID names: that of `run`'s PTK, one of those given, or of a PTK that a MIC proved. Where the capture does not
 * show which AKM it is, under either hash: no PMK has the PMKID of another by chance.
 */
export function pmkNamed(session: Session, named: Uint8Array, run?: Run): NamedPmk | undefined {
  const akms = session.security === undefined ? AKM_OF_EACH_HASH : [session.security.akm];
  const isIt = (pmk: NamedPmk, ptk?: ProvenPtk): boolean =>
    akms.some(akm => {
      const own = pmkidOf(session, pmk, ptk?.kck, akm);
      return own !== undefined && equalConstantTime(own, named);
    });
  if (run?.ptk !== undefined && isIt(run.ptk.pmk, run.ptk)) return run.ptk.pmk;
  return session.pmks().find(pmk => isIt(pmk)) ?? session.ptks.find(ptk => isIt(ptk.pmk, ptk))?.pmk;
}

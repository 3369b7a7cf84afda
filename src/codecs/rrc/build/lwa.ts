import { type Names, onlyNames } from '../../check.js';
import { given, ifGiven } from '../../given.js';
import type { LWAConfigR13, LWAConfigurationR13, WLANMobilityConfigR13 } from '../ie/lwa.js';
import { flagged, listed } from './optional.js';
import { type WlanIdentity, wlanIdentifiers } from './wlan.js';

/** The change of a UE's WLAN mobility set, and how it is supervised. */
export interface MobilitySetChange {
  /** WLANs that leave the set, before others join it; up to 32. */
  readonly release?: readonly WlanIdentity[] | undefined;
  /** WLANs that join the set; up to 32. */
  readonly add?: readonly WlanIdentity[] | undefined;
  /** T351, in seconds: for how long the UE may try to associate before it reports `failureTimeout`. */
  readonly associationTimer?: 10 | 30 | 60 | 120 | 240 | undefined;
  /** Whether the UE reports a successful association too. */
  readonly successReport?: boolean | undefined;
  /** Suspension of the WLAN connection. */
  readonly suspend?:
    | {
        /** Whether the UE may suspend LWA, and resume it, by itself. */
        readonly allowed?: boolean | undefined;
        /** Whether a suspension triggers a PDCP status report. */
        readonly triggersStatusReport?: boolean | undefined;
      }
    | undefined;
}

const MOBILITY_SET: Names<MobilitySetChange> = {
  release: true,
  add: true,
  associationTimer: true,
  successReport: true,
  suspend: true,
};
const SUSPEND: Names<NonNullable<MobilitySetChange['suspend']>> = {
  allowed: true,
  triggersStatusReport: true,
};

/** What a UE is told of LWA. */
export interface LwaSetup {
  /** lwa-WT-Counter, 0 to 65535: the UE derives S-KWT from it and KeNB. Absent: the key in use stays. */
  readonly wtCounter?: number | undefined;
  readonly mobilitySet?: MobilitySetChange | undefined;
  /** The WT's MAC address, 6 octets; only with uplink over WLAN. */
  readonly wtMacAddress?: Uint8Array | undefined;
}

/** The names of what a UE is told of LWA. */
export const LWA_SETUP: Names<LwaSetup> = { wtCounter: true, mobilitySet: true, wtMacAddress: true };

const mobilityConfig = (set: MobilitySetChange): WLANMobilityConfigR13 => {
  onlyNames('mobilitySet', set, MOBILITY_SET);
  if (set.suspend !== undefined) onlyNames('mobilitySet.suspend', set.suspend, SUSPEND);
  return given({
    'wlan-ToReleaseList-r13': set.release && listed(set.release.map(wlanIdentifiers)),
    'wlan-ToAddList-r13': set.add && listed(set.add.map(wlanIdentifiers)),
    'associationTimer-r13': ifGiven(set.associationTimer, seconds => `s${seconds}` as const),
    'successReportRequested-r13': flagged(set.successReport),
    'wlan-SuspendConfig-r14':
      set.suspend &&
      given({
        'wlan-SuspendResumeAllowed-r14': set.suspend.allowed,
        'wlan-SuspendTriggersStatusReport-r14': set.suspend.triggersStatusReport,
      }),
  });
};

const lwaConfig = ({ wtCounter, mobilitySet, wtMacAddress }: LwaSetup): LWAConfigR13 =>
  given({
    'lwa-MobilityConfig-r13': mobilitySet && mobilityConfig(mobilitySet),
    'lwa-WT-Counter-r13': wtCounter,
    'wt-MAC-Address-r14': wtMacAddress,
  });

/**
 * LWA-Configuration-r13 that sets LWA up, changes it, or ends it (TS 36.331, 6.3).
 * @throws EncodeError for names that there are not
 */
export function lwaConfiguration(lwa: LwaSetup | 'release'): LWAConfigurationR13 {
  if (lwa !== 'release') onlyNames('lwa', lwa, LWA_SETUP);
  return configurationOf(lwa);
}

/** The same of what may tell more than that of LWA. */
export const configurationOf = (lwa: LwaSetup | 'release'): LWAConfigurationR13 =>
  lwa === 'release'
    ? { choice: 'release', value: null }
    : { choice: 'setup', value: { 'lwa-Config-r13': lwaConfig(lwa) } };

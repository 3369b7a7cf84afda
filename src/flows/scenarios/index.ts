import type { Scenario } from '../scenario.js';
import { associationTimeout } from './association-timeout.js';
import { attackDowngradedRsne } from './attack-downgraded-rsne.js';
import { attackFlippedMic } from './attack-flipped-mic.js';
import { attackForgedM1 } from './attack-forged-m1.js';
import { attackGroupKeyReinstallation } from './attack-group-key-reinstallation.js';
import { attackKeyReinstallation } from './attack-key-reinstallation.js';
import { attackWrongPmk } from './attack-wrong-pmk.js';
import { groupRekey } from './group-rekey.js';
import { handoverWithoutWtChange } from './handover-without-wt-change.js';
import { initialAccess } from './initial-access.js';
import { lossy } from './lossy.js';
import { outOfReach } from './out-of-reach.js';
import { rekeyOption1Mic } from './rekey-option-1-mic.js';
import { rekeyOption1Pmkid } from './rekey-option-1-pmkid.js';
import { rekeyOption1WonRace } from './rekey-option-1-won-race.js';
import { rekeyOption2 } from './rekey-option-2.js';
import { rekeyOption2StaleSupplicant } from './rekey-option-2-stale-supplicant.js';
import { rekeyRel13ReleaseAndAdd } from './rekey-rel13-release-and-add.js';
import { rekeyUeInitiated } from './rekey-ue-initiated.js';
import { rekeyWithoutHandover } from './rekey-without-handover.js';
import { wlanInitial } from './wlan-initial.js';
import { wlanRekey } from './wlan-rekey.js';
import { wtCounterWrap } from './wt-counter-wrap.js';
import { wtModificationRejected } from './wt-modification-rejected.js';
import { wtReleaseRequired } from './wt-release-required.js';

/** What can be simulated. */
export const scenarios: readonly Scenario[] = [
  wlanInitial,
  wlanRekey,
  initialAccess,
  rekeyOption2,
  rekeyOption1Mic,
  rekeyOption1Pmkid,
  rekeyOption1WonRace,
  rekeyOption2StaleSupplicant,
  rekeyUeInitiated,
  rekeyRel13ReleaseAndAdd,
  rekeyWithoutHandover,
  wtCounterWrap,
  handoverWithoutWtChange,
  wtModificationRejected,
  wtReleaseRequired,
  outOfReach,
  associationTimeout,
  groupRekey,
  lossy,
  attackWrongPmk,
  attackFlippedMic,
  attackForgedM1,
  attackKeyReinstallation,
  attackGroupKeyReinstallation,
  attackDowngradedRsne,
];

import type { Rule } from '../rule.js';
import { akmUnknown } from './akm-unknown.js';
import { anonceDiffers } from './anonce-differs.js';
import { associationRefused } from './association-refused.js';
import { captureIncomplete } from './capture-incomplete.js';
import { clearData } from './clear-data.js';
import { clearEapol } from './clear-eapol.js';
import { dataAfterRelease } from './data-after-release.js';
import { deauthenticationReason } from './deauthentication-reason.js';
import { descriptorVersion } from './descriptor-version.js';
import { forgedMessage } from './forged-message.js';
import { gtkKeyId } from './gtk-key-id.js';
import { gtkMissing } from './gtk-missing.js';
import { gtkReinstallation } from './gtk-reinstallation.js';
import { handshakeBeforeWtKey } from './handshake-before-wt-key.js';
import { handshakeIncomplete } from './handshake-incomplete.js';
import { handshakeTimeout } from './handshake-timeout.js';
import { keyInformation } from './key-information.js';
import { keyReinstallation } from './key-reinstallation.js';
import { lwaFailed } from './lwa-failed.js';
import { lwaReleased } from './lwa-released.js';
import { m2NotAccepted } from './m2-not-accepted.js';
import { macIWrong } from './mac-i-wrong.js';
import { micWrong } from './mic-wrong.js';
import { mixedFragments } from './mixed-fragments.js';
import { nonceReuse } from './nonce-reuse.js';
import { ociMismatch } from './oci-mismatch.js';
import { oldKeyInUse } from './old-key-in-use.js';
import { pmkidMismatch } from './pmkid-mismatch.js';
import { pnReuse } from './pn-reuse.js';
import { replayCounter } from './replay-counter.js';
import { rrcMissingIe } from './rrc-missing-ie.js';
import { rrcNotRead } from './rrc-not-read.js';
import { rrcTransactionOpen } from './rrc-transaction-open.js';
import { rsneMismatch } from './rsne-mismatch.js';
import { sKwtOneSided } from './s-kwt-one-sided.js';
import { sKwtUnchanged } from './s-kwt-unchanged.js';
import { stalePmk } from './stale-pmk.js';
import { statusReportContradicts } from './status-report-contradicts.js';
import { suspension } from './suspension.js';
import { transitionFailed } from './transition-failed.js';
import { undecrypted } from './undecrypted.js';
import { unprotectedDeauthentication } from './unprotected-deauthentication.js';
import { wlanAddressDiffers } from './wlan-address-differs.js';
import { wrongPmk } from './wrong-pmk.js';
import { wtCounterReuse } from './wt-counter-reuse.js';
import { wtModificationBeforeRrcComplete } from './wt-modification-before-rrc-complete.js';
import { xwapCriticality } from './xwap-criticality.js';
import { xwapIdPair } from './xwap-id-pair.js';
import { xwapKeyMismatch } from './xwap-key-mismatch.js';
import { xwapMalformed } from './xwap-malformed.js';
import { xwapMissingIe } from './xwap-missing-ie.js';
import { xwapUnanswered } from './xwap-unanswered.js';
import { xwapUnexpected } from './xwap-unexpected.js';
import { zeroKey } from './zero-key.js';

/** Every rule, in the order in which findings are listed. */
export const rules: readonly Rule[] = [
  micWrong,
  wrongPmk,
  stalePmk,
  m2NotAccepted,
  pmkidMismatch,
  handshakeTimeout,
  handshakeIncomplete,
  transitionFailed,
  associationRefused,
  replayCounter,
  anonceDiffers,
  nonceReuse,
  keyInformation,
  descriptorVersion,
  rsneMismatch,
  ociMismatch,
  forgedMessage,
  unprotectedDeauthentication,
  deauthenticationReason,
  akmUnknown,
  undecrypted,
  wtModificationBeforeRrcComplete,
  handshakeBeforeWtKey,
  xwapKeyMismatch,
  wtCounterReuse,
  sKwtUnchanged,
  sKwtOneSided,
  wlanAddressDiffers,
  macIWrong,
  lwaReleased,
  lwaFailed,
  statusReportContradicts,
  rrcTransactionOpen,
  rrcMissingIe,
  rrcNotRead,
  dataAfterRelease,
  xwapUnanswered,
  xwapUnexpected,
  xwapMissingIe,
  xwapMalformed,
  xwapIdPair,
  xwapCriticality,
  keyReinstallation,
  oldKeyInUse,
  zeroKey,
  pnReuse,
  mixedFragments,
  gtkMissing,
  gtkReinstallation,
  gtkKeyId,
  clearData,
  clearEapol,
  suspension,
  captureIncomplete,
];

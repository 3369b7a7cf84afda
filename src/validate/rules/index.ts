import type { Rule } from '../rule.js';
import { handshakeBeforeWtKey } from './handshake-before-wt-key.js';
import { handshakeIncomplete } from './handshake-incomplete.js';
import { handshakeTimeout } from './handshake-timeout.js';
import { m2NotAccepted } from './m2-not-accepted.js';
import { macIWrong } from './mac-i-wrong.js';
import { micWrong } from './mic-wrong.js';
import { pmkidMismatch } from './pmkid-mismatch.js';
import { rrcTransactionOpen } from './rrc-transaction-open.js';
import { sKwtUnchanged } from './s-kwt-unchanged.js';
import { statusReportContradicts } from './status-report-contradicts.js';
import { undecrypted } from './undecrypted.js';
import { wrongPmk } from './wrong-pmk.js';
import { wtCounterReuse } from './wt-counter-reuse.js';
import { wtModificationBeforeRrcComplete } from './wt-modification-before-rrc-complete.js';
import { xwapCriticality } from './xwap-criticality.js';
import { xwapKeyMismatch } from './xwap-key-mismatch.js';
import { xwapMalformed } from './xwap-malformed.js';
import { xwapMissingIe } from './xwap-missing-ie.js';
import { xwapUnanswered } from './xwap-unanswered.js';

/** Every rule, in the order in which findings are listed. */
export const rules: readonly Rule[] = [
  micWrong,
  wrongPmk,
  m2NotAccepted,
  pmkidMismatch,
  handshakeTimeout,
  handshakeIncomplete,
  undecrypted,
  wtModificationBeforeRrcComplete,
  handshakeBeforeWtKey,
  xwapKeyMismatch,
  wtCounterReuse,
  sKwtUnchanged,
  macIWrong,
  statusReportContradicts,
  rrcTransactionOpen,
  xwapUnanswered,
  xwapMissingIe,
  xwapMalformed,
  xwapCriticality,
];

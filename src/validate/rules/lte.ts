import type { LteRule } from '../lte-rule.js';
import { handshakeBeforeWtKey } from './handshake-before-wt-key.js';
import { macIWrong } from './mac-i-wrong.js';
import { rrcTransactionOpen } from './rrc-transaction-open.js';
import { sKwtUnchanged } from './s-kwt-unchanged.js';
import { statusReportContradicts } from './status-report-contradicts.js';
import { wtCounterReuse } from './wt-counter-reuse.js';
import { wtModificationBeforeRrcComplete } from './wt-modification-before-rrc-complete.js';
import { xwapCriticality } from './xwap-criticality.js';
import { xwapKeyMismatch } from './xwap-key-mismatch.js';
import { xwapMalformed } from './xwap-malformed.js';
import { xwapMissingIe } from './xwap-missing-ie.js';
import { xwapUnanswered } from './xwap-unanswered.js';

/** The rules on LTE signalling, in the order in which findings are listed. */
export const lteRules: readonly LteRule[] = [
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

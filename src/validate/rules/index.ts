import type { Rule } from '../rule.js';
import { handshakeIncomplete } from './handshake-incomplete.js';
import { handshakeTimeout } from './handshake-timeout.js';
import { m2NotAccepted } from './m2-not-accepted.js';
import { micWrong } from './mic-wrong.js';
import { pmkidMismatch } from './pmkid-mismatch.js';
import { undecrypted } from './undecrypted.js';
import { wrongPmk } from './wrong-pmk.js';

/** Every rule, in the order in which findings are listed. */
export const rules: readonly Rule[] = [
  micWrong,
  wrongPmk,
  m2NotAccepted,
  pmkidMismatch,
  handshakeTimeout,
  handshakeIncomplete,
  undecrypted,
];

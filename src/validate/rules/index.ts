import type { Rule } from '../rule.js';
import { captureIncomplete } from './capture-incomplete.js';
import { clearData } from './clear-data.js';
import { clearEapol } from './clear-eapol.js';
import { gtkKeyId } from './gtk-key-id.js';
import { gtkMissing } from './gtk-missing.js';
import { gtkReinstallation } from './gtk-reinstallation.js';
import { handshakeIncomplete } from './handshake-incomplete.js';
import { handshakeTimeout } from './handshake-timeout.js';
import { keyReinstallation } from './key-reinstallation.js';
import { m2NotAccepted } from './m2-not-accepted.js';
import { micWrong } from './mic-wrong.js';
import { pmkidMismatch } from './pmkid-mismatch.js';
import { pnReuse } from './pn-reuse.js';
import { suspension } from './suspension.js';
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
  keyReinstallation,
  pnReuse,
  gtkMissing,
  gtkReinstallation,
  gtkKeyId,
  clearData,
  clearEapol,
  suspension,
  captureIncomplete,
];

import type { Rule } from '../rule.js';
import { anonceDiffers } from './anonce-differs.js';
import { deauthenticationReason } from './deauthentication-reason.js';
import { descriptorVersion } from './descriptor-version.js';
import { forgedMessage } from './forged-message.js';
import { handshakeIncomplete } from './handshake-incomplete.js';
import { handshakeTimeout } from './handshake-timeout.js';
import { keyInformation } from './key-information.js';
import { m2NotAccepted } from './m2-not-accepted.js';
import { micWrong } from './mic-wrong.js';
import { nonceReuse } from './nonce-reuse.js';
import { pmkidMismatch } from './pmkid-mismatch.js';
import { replayCounter } from './replay-counter.js';
import { rsneMismatch } from './rsne-mismatch.js';
import { stalePmk } from './stale-pmk.js';
import { undecrypted } from './undecrypted.js';
import { wrongPmk } from './wrong-pmk.js';

/** Every rule, in the order in which findings are listed. */
export const rules: readonly Rule[] = [
  micWrong,
  wrongPmk,
  stalePmk,
  m2NotAccepted,
  pmkidMismatch,
  handshakeTimeout,
  handshakeIncomplete,
  replayCounter,
  anonceDiffers,
  nonceReuse,
  keyInformation,
  descriptorVersion,
  rsneMismatch,
  forgedMessage,
  deauthenticationReason,
  undecrypted,
];

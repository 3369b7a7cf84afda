import type { HandshakeMessage } from '../../crypto/handshake.js';
import type { At } from '../at.js';
import type { MicVerdict } from '../mic-verdict.js';

/** What is known of one EAPOL-Key frame. */
export interface EapolKeyRecord extends At {
  readonly message: HandshakeMessage;
  /** In decimal. */
  readonly replayCounter: string;
  readonly protected: boolean | undefined;
  mic: MicVerdict;
  pmk: string | undefined;
  pmkidOf: string | undefined;
}

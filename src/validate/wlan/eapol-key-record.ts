import type { At } from '../at.js';
import type { EapolKeyFrame } from '../report.js';

/** What is known of one EAPOL-Key frame. */
export interface EapolKeyRecord extends Pick<EapolKeyFrame, 'message' | 'replayCounter'>, At {
  readonly protected: boolean | undefined;
  mic: EapolKeyFrame['mic'];
  pmk: string | undefined;
  pmkidOf: string | undefined;
}

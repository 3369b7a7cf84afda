import type { At } from '../at.js';
import type { EapolKeyFrame } from '../report.js';

/** What is known of one EAPOL-Key frame. */
export interface EapolKeyRecord extends Omit<EapolKeyFrame, 'frame' | 'time'>, At {
  mic: EapolKeyFrame['mic'];
  pmk?: string;
  pmkidOf?: string;
}

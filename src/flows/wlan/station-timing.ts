import { MILLISECOND, SECOND } from '../engine/engine.js';

/**
 * Intervals of a station's own, in nanoseconds, as of wpa_supplicant 2.10 and mac80211: `scan` and `reconnect` as measured in
 * fixtures/captures (one channel scanned; d and e2), `wrongKeyPauses` those of wpas_auth_failed for a PSK, of which d shows the first
 * two, `scanInterval` its scan_interval, `answer` IEEE80211_AUTH_TIMEOUT (net/mac80211/mlme.c), `handshake` and `afterNoHandshake`
 * those of wpa_supplicant_event_assoc and wpa_supplicant_timeout.
 */
export const STATION_TIMING = {
  /** From the probe request to the choice of an access point. */
  scan: 70 * MILLISECOND,
  /** From a scan that found none to the next. */
  scanInterval: 5 * SECOND,
  /** To the answer to an authentication or association request, which is sent up to three times. */
  answer: 200 * MILLISECOND,
  /** From a deauthentication to the next scan … */
  reconnect: 130 * MILLISECOND,
  /**
   * … and where the first handshake of an association failed, which is what a wrong key does: of these the first that is for so
   * many failures.
   */
  wrongKeyPauses: [
    { failures: 1, pause: 10 * SECOND },
    { failures: 2, pause: 20 * SECOND },
    { failures: 3, pause: 30 * SECOND },
    { failures: 5, pause: 60 * SECOND },
    { failures: 10, pause: 90 * SECOND },
    { failures: 50, pause: 120 * SECOND },
    { failures: Infinity, pause: 300 * SECOND },
  ],
  /** From an association to where a station leaves that has no key by then … */
  handshake: 10 * SECOND,
  /** … and from there to the next scan. */
  afterNoHandshake: SECOND,
} as const;

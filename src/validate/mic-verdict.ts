/**
 * How the MIC of an EAPOL-Key frame, or the MAC-I of an RRC message, turned out. `none`: there is none to check. `unverified`: no key
 * fits; or not all nonces are known, or not COUNT.
 */
export type MicVerdict = 'none' | 'valid' | 'invalid' | 'unverified';

/**
 * How the MIC of an EAPOL-Key frame, or the MAC-I of an RRC message, turned out. `none`: there is none to check. `invalid`: it is right
 * under no key that is known. `unverified`: no key, or not all nonces, or not COUNT are known to check it with.
 */
export type MicVerdict = 'none' | 'valid' | 'invalid' | 'unverified';

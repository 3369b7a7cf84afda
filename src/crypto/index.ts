/**
 * All take their parameters in one order: the algorithm or the suite; the key; what the algorithm takes beside it (nonce, associated
 * data, label, COUNT); the data; and last the numbers of what is written (packet number, key ID, length of the tag or of the
 * result) and options. `@noble/ciphers` and `@noble/hashes` have orders of their own: `hmac(hash, key, message)`,
 * `gcm(key, nonce, aad).encrypt(data)`, `aeskw(kek)`. Where two values of one type could be exchanged unnoticed, they have names:
 * `derivePtk({ aNonce, sNonce, … })`, `deriveNh(kasme, { syncInput })`, `pskFromPassphrase({ passphrase, ssid })`.
 */
export { type AesKey, aesCmac, aesKey } from './aes.js';
export {
  type AkmSuite,
  akmSelectors,
  akmSuite,
  keyDescriptorVersion,
  type MicAlgorithm,
  micAlgorithmFor,
} from './akm.js';
export { type BipResult, checkBip, protectBip } from './bip.js';
export { openCcm, sealCcm } from './ccm.js';
export { decryptCcmp, encryptCcmp } from './ccmp.js';
export { type CipherKind, type CipherSuite, cipherSuite } from './cipher-suite.js';
export { type FtMicInput, ftMic } from './ft-mic.js';
export { decryptGcmp, encryptGcmp } from './gcmp.js';
export {
  eapolMicValid,
  type HandshakeMessage,
  messageOf,
  openKeyData,
  signEapolKey,
} from './handshake.js';
export type { HashName } from './hash.js';
export {
  type AlgorithmType,
  deriveAlgorithmKey,
  deriveKenb,
  deriveKenbStar,
  deriveLwipPsk,
  deriveNh,
  deriveSKwt,
  FC,
  kdf,
} from './kdf3gpp.js';
export { type KeyDataProtection, unwrapKeyData, wrapKeyData } from './keydata.js';
export { eapolMic, equalConstantTime, micLengthOf } from './mic.js';
export { michael, michaelOfMsdu } from './michael.js';
export { decryptMpdu, encryptMpdu, type PreparedKey, prepareKey } from './mpdu.js';
export {
  type MpduHeader,
  type OpenedMpdu,
  type OpenOptions,
  readMpduHeader,
  readSecurityHeader,
  type SealOptions,
  type SecurityHeader,
} from './mpdu-header.js';
export { type PdcpKey, protectSrb, type SrbSecurity, type UnprotectedSrb, unprotectSrb } from './pdcp.js';
export {
  eea2,
  eia2,
  type PdcpAlgorithm,
  type PdcpSecurityInput,
  pdcpCipher,
  pdcpMacI,
} from './pdcp-security.js';
export { kdfHash, prfSha1 } from './prf.js';
export { pskFromPassphrase } from './psk.js';
export {
  derivePmkR0,
  derivePmkR1,
  derivePtk,
  derivePtkFt,
  type Ptk,
  type PtkInput,
  pmkid,
  ptkParts,
} from './ptk.js';
export { decryptTkip, encryptTkip, tkipPhase1, tkipPhase2 } from './tkip.js';

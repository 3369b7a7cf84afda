import { type Names, onlyNames } from '../check.js';
import { given, type Told } from '../given.js';
import { DESCRIPTOR_TYPE, type EapolKey } from './eapol-key.js';

/** What {@link eapolKey} is told of a frame. */
export type EapolKeyFields = Told<Omit<EapolKey, 'keyInformation'>> & {
  readonly keyInformation?: Told<EapolKey['keyInformation']> | undefined;
};

const FIELDS: Names<Omit<EapolKey, 'keyInformation'>> = {
  protocolVersion: true,
  descriptorType: true,
  keyLength: true,
  keyReplayCounter: true,
  keyNonce: true,
  eapolKeyIv: true,
  keyRsc: true,
  reserved: true,
  keyMic: true,
  keyData: true,
  padding: true,
};

const KEY_INFORMATION: Names<EapolKey['keyInformation']> = {
  reserved: true,
  smkMessage: true,
  encryptedKeyData: true,
  request: true,
  error: true,
  secure: true,
  keyMic: true,
  keyAck: true,
  install: true,
  keyIndex: true,
  keyType: true,
  keyDescriptorVersion: true,
};

/**
 * An EAPOL-Key frame with `set` in it, and all else 0 and false: of RSN, in EAPOL version 2, without key data and with a MIC field
 * of 16 octets of zeros, as `signEapolKey` of `lwa-rekey/crypto` fills in once the frame is encoded.
 * @throws EncodeError for names that there are not
 */
export function eapolKey({ keyInformation = {}, ...set }: EapolKeyFields = {}): EapolKey {
  onlyNames('', set, FIELDS);
  onlyNames('keyInformation', keyInformation, KEY_INFORMATION);
  return {
    protocolVersion: 2,
    descriptorType: DESCRIPTOR_TYPE.rsn,
    keyInformation: {
      reserved: 0,
      smkMessage: false,
      encryptedKeyData: false,
      request: false,
      error: false,
      secure: false,
      keyMic: false,
      keyAck: false,
      install: false,
      keyIndex: 0,
      keyType: 0,
      keyDescriptorVersion: 0,
      ...given(keyInformation),
    },
    keyLength: 0,
    keyReplayCounter: 0n,
    keyNonce: new Uint8Array(32),
    eapolKeyIv: new Uint8Array(16),
    keyRsc: new Uint8Array(8),
    reserved: new Uint8Array(8),
    keyMic: new Uint8Array(16),
    keyData: new Uint8Array(0),
    padding: new Uint8Array(0),
    ...given(set),
  };
}

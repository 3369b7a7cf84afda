import { DESCRIPTOR_TYPE, type EapolKey } from '../../codecs/dot11/eapol-key.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { cipherSuite } from '../../crypto/cipher-suite.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Security, Session } from '../session.js';
import { DAMAGED, watchRuns } from '../watch/runs.js';
import type { Run } from '../wlan/run.js';
import { listed } from '../wording.js';

type Flag = 'install' | 'secure' | 'error' | 'request' | 'encryptedKeyData' | 'keyMic' | 'keyAck';
/** What each bit is to be; a bit that is not named may be either. */
type Bits = Readonly<Partial<Record<Flag, boolean>>>;

const NAMES: Readonly<Record<Flag, string>> = {
  install: 'Install',
  secure: 'Secure',
  error: 'Error',
  request: 'Request',
  encryptedKeyData: 'Encrypted Key Data',
  keyMic: 'Key MIC',
  keyAck: 'Key Ack',
};

/** No message of a handshake has these. */
const none = { error: false, request: false } as const;
/**
 * The bits of each message (12.7.6.2 to 12.7.7.3). The Secure bit of M1 and M2 is set in a re-key, and left clear there
 * by hostapd and wpa_supplicant.
 */
const bits: Readonly<Record<string, Bits>> = {
  M1: { ...none, keyAck: true, install: false, keyMic: false, encryptedKeyData: false },
  M2: { ...none, keyAck: false, install: false, keyMic: true, encryptedKeyData: false },
  M3: { ...none, keyAck: true, keyMic: true, install: true, secure: true, encryptedKeyData: true },
  M4: { ...none, keyAck: false, install: false, keyMic: true, secure: true, encryptedKeyData: false },
  G1: { ...none, keyAck: true, keyMic: true, secure: true, encryptedKeyData: true },
  G2: { ...none, keyAck: false, install: false, keyMic: true, secure: true, encryptedKeyData: false },
};
/** WPA, which came before RSN, has no encryption of key data, and sets Secure with the group key only. */
const wpaBits: Bits = { encryptedKeyData: false };

/** Key information, or what goes with it, that is not that of the message. */
export const keyInformation: Rule = {
  id: 'key-information',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2 b and 12.7.6',
  explanation:
    'A bit of the key information is wrong for the message, or the key length is wrong for the cipher. A receiver tells messages apart by these bits, and drops a frame that fits no message.',
  watch: session => {
    /** What the station had chosen at the latest frame of a run: it may choose otherwise in its next association. */
    const chosen = new WeakMap<Run, Security | undefined>();
    const { eapolKey, run } = watchRuns((run, events) => judge(session, chosen.get(run), run, events));
    return {
      run,
      eapolKey(event) {
        if (event.run !== undefined) chosen.set(event.run, session.security);
        return eapolKey(event);
      },
    };
  },
};

/** @param security what the station had chosen */
function judge(
  session: Session,
  security: Security | undefined,
  run: Run,
  events: readonly EapolKeyEvent[],
): readonly Observation[] {
  const byFault = new Map<string, { fault: Fault; events: EapolKeyEvent[] }>();
  for (const event of events)
    for (const fault of faultsOf(security, event, run.sNonce)) {
      const id = `${event.record.message} ${event.record.mic} ${fault.text}`;
      const known = byFault.get(id);
      if (known === undefined) byFault.set(id, { fault, events: [event] });
      else known.events.push(event);
    }
  return [...byFault.values()].map(({ fault, events: faulty }) =>
    observe(session, fault, faulty, run.complete),
  );
}

interface Fault {
  readonly text: string;
  readonly isMinor?: boolean;
  /** Whether it goes by the suites, which the capture may have damaged. */
  readonly isOfSuite?: boolean;
  /** Whether no damage makes it. */
  readonly isMeant?: boolean;
}

function observe(
  { inFrames }: Session,
  { text, isMinor, isOfSuite, isMeant }: Fault,
  events: readonly EapolKeyEvent[],
  isComplete: boolean,
): Observation {
  const { record } = events[0]!;
  const frames = events.map(({ frame }) => frame);
  // Without a MIC that is right, only a fault that comes again and stops the handshake is surely the sender's.
  const isSure =
    record.mic === 'valid' ||
    (record.mic === 'none' && isOfSuite !== true && events.length > 1 && !isComplete);
  const note = record.mic !== 'valid' && isComplete && isMeant !== true ? ` ${DAMAGED}` : '';
  return {
    frames,
    ...(isMinor === true ? { severity: 'note' } : isSure ? {} : { severity: 'warning' }),
    message: `${record.message} in ${inFrames(frames)} ${text}.${note}`,
  };
}

function* faultsOf(
  security: Security | undefined,
  { key, record }: EapolKeyEvent,
  sNonce: Uint8Array | undefined,
): Iterable<Fault> {
  const { keyInformation: info, descriptorType } = key;
  const isWpa = descriptorType === DESCRIPTOR_TYPE.wpa;
  const expected = bits[record.message];
  // The SMK handshake has messages of its own (12.7.8).
  if (expected === undefined || info.smkMessage) return;
  const wrong = (Object.keys(NAMES) as Flag[]).filter(flag => {
    const value = isWpa ? { ...expected, ...wpaBits, secure: undefined }[flag] : expected[flag];
    return value !== undefined && value !== info[flag] && !isAllowed(security, key, flag);
  });
  const state = (on: boolean): readonly string[] => {
    const names = wrong.filter(flag => info[flag] === on).map(flag => NAMES[flag]);
    if (names.length === 0) return [];
    return [`the bit${names.length === 1 ? '' : 's'} ${listed(names)} ${on ? 'set' : 'clear'}`];
  };
  if (wrong.length > 0) yield { text: `has ${[...state(true), ...state(false)].join(' and ')}` };
  if (info.reserved !== 0 || (!isWpa && info.keyIndex !== 0)) yield { text: 'has reserved bits set' };
  if (record.message === 'M4' && key.keyNonce.some(octet => octet !== 0))
    yield sameOctets(sNonce, key.keyNonce)
      ? { text: 'repeats the SNonce, where the nonce is to be zero', isMinor: true, isMeant: true }
      : { text: 'has a nonce, which is to be zero', isMinor: true };
  yield* ofKeyLength(security, key, record.message);
}

/** Exceptions to the table. */
function isAllowed(security: Security | undefined, key: EapolKey, flag: Flag): boolean {
  const { keyDescriptorVersion } = key.keyInformation;
  // RC4 came first, in key data that nothing said to be encrypted; and there may be none to encrypt.
  if (flag === 'encryptedKeyData') return keyDescriptorVersion === 1 || key.keyData.length === 0;
  // There is no pairwise key to install where the group key protects all.
  return flag === 'install' && security !== undefined && security.pairwiseCipher === security.groupCipher
    ? cipherSuite(security.pairwiseCipher)?.kind === 'wep'
    : false;
}

/**
 * Key length: that of the TK in M1 and M3 (12.7.2 c); APs are met that leave it 0 with AES. In G1 it is 0 (12.7.7.2), but for
 * WPA, where it is that of the group key.
 */
function* ofKeyLength(security: Security | undefined, key: EapolKey, message: string): Iterable<Fault> {
  if (message === 'G1' && key.keyLength !== 0 && key.descriptorType !== DESCRIPTOR_TYPE.wpa)
    yield { text: `has key length ${key.keyLength}, which is to be 0`, isMinor: true };
  if (message !== 'M1' && message !== 'M3') return;
  const suite = security && cipherSuite(security.pairwiseCipher);
  if (suite === undefined || key.keyLength === suite.keyLength) return;
  if (key.keyLength === 0 && suite.kind !== 'tkip') return;
  yield {
    text: `has key length ${key.keyLength}, not the ${suite.keyLength} of ${suite.name}`,
    isOfSuite: true,
  };
}

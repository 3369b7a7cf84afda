import type { MicLength } from '../../codecs/dot11/eapol-key.js';
import { decodeElements, type Element, encodeElements } from '../../codecs/dot11/element.js';
import { rsnCapabilities } from '../../codecs/dot11/elements/rsn.js';
import {
  keyDescriptorVersion,
  type MicAlgorithm,
  micAlgorithmFor,
  requireAkmSuite,
} from '../../crypto/akm.js';
import { requireCipherSuite } from '../../crypto/cipher-suite.js';
import { micLengthOf } from '../../crypto/mic.js';
import { sliceOf } from '../../crypto/octets.js';

/** How a WLAN is secured; suites by their selectors (IEEE 802.11-2020, 9.4.2.24). */
export interface RsnPolicy {
  /** `00-0F-AC:2` (PSK) or another AKM whose PMK both sides are given. */
  readonly akm: string;
  /** An AKM beside it, which an access point offers too, and a station takes where `akm` is not offered. */
  readonly weakerAkm?: string | undefined;
  readonly pairwiseCipher: string;
  readonly groupCipher: string;
  /** The group management cipher where management frames are protected; undefined where they are not. */
  readonly groupManagementCipher: string | undefined;
}

/** The suite that is meant where an RSNE does not name the group management cipher (9.4.2.24.2). */
const DEFAULT_GROUP_MANAGEMENT_CIPHER = '00-0F-AC:6';

/** Replay counter fields: 3 stands for 16 counters, 0 for one (9.4.2.24.4). hostapd 2.10 has 16 with QoS. */
const SIXTEEN_COUNTERS = 3;

const rsne = (
  policy: RsnPolicy,
  akms: readonly string[],
  ptksaReplayCounters: number,
  namesManagementCipher: boolean,
): Uint8Array => {
  const isManagementProtected = policy.groupManagementCipher !== undefined;
  const element: Element = {
    element: 'RSN',
    version: 1,
    groupCipher: policy.groupCipher,
    pairwiseCiphers: [policy.pairwiseCipher],
    akms,
    capabilities: rsnCapabilities({
      ptksaReplayCounters,
      managementFrameProtectionCapable: isManagementProtected,
      managementFrameProtectionRequired: isManagementProtected,
    }),
    ...(isManagementProtected && namesManagementCipher
      ? { pmkids: [], groupManagementCipher: policy.groupManagementCipher }
      : {}),
  };
  return encodeElements([element]);
};

/** The RSNE that an access point announces, as hostapd 2.10 writes it. */
export const accessPointRsne = (policy: RsnPolicy): Uint8Array =>
  rsne(
    policy,
    policy.weakerAkm === undefined ? [policy.akm] : [policy.weakerAkm, policy.akm],
    SIXTEEN_COUNTERS,
    policy.groupManagementCipher !== DEFAULT_GROUP_MANAGEMENT_CIPHER,
  );

/** The RSNE that a station asks to associate with, as wpa_supplicant 2.10 writes it. */
export const stationRsne = (policy: RsnPolicy): Uint8Array => rsne(policy, [policy.akm], 0, true);

/** `policy` with that of its AKMs alone which the other side's `rsne` names; the stronger one if it names both. */
export function agreedPolicy(policy: RsnPolicy, rsne: Uint8Array): RsnPolicy {
  if (policy.weakerAkm === undefined) return policy;
  const { weakerAkm, ...stronger } = policy;
  const element = decodeElements(rsne)[0];
  const akms = element?.element === 'RSN' ? (element.akms ?? []) : [];
  return akms.includes(weakerAkm) && !akms.includes(policy.akm) ? { ...stronger, akm: weakerAkm } : stronger;
}

/** The octets of the RSNE among `elements`, header included; undefined where there is none. */
export function rsneIn(elements: readonly Element[]): Uint8Array | undefined {
  const found = elements.find(e => e.element === 'RSN');
  return found && encodeElements([found]);
}

/** Status codes of an RSNE that an access point does not take (IEEE 802.11-2020, Table 9-50). */
const STATUS = {
  success: 0,
  managementFramePolicyViolation: 31,
  invalidElement: 40,
  invalidGroupCipher: 41,
  invalidPairwiseCipher: 42,
  invalidAkm: 43,
  unsupportedVersion: 44,
  invalidCapabilities: 45,
  cipherAgainstPolicy: 46,
} as const;

const VERSION = 1;

/**
 * What an access point with this policy answers a station that asks for `rsne`, undefined for none (12.6.3): a status code, 0 if it
 * takes it. What is wrong is looked for in the order of hostapd 2.10.
 */
export function rsneStatus(policy: RsnPolicy, rsne: Uint8Array | undefined): number {
  const element = rsne && decodeElements(rsne)[0];
  if (element?.element !== 'RSN') return STATUS.invalidElement;
  if (element.version !== VERSION) return STATUS.unsupportedVersion;
  const { groupCipher, pairwiseCiphers, akms, capabilities } = element;
  const { weakerAkm, groupManagementCipher } = policy;
  if (groupCipher !== policy.groupCipher) return STATUS.invalidGroupCipher;
  if (!isOnly(akms, policy.akm) && (weakerAkm === undefined || !isOnly(akms, weakerAkm)))
    return STATUS.invalidAkm;
  if (!isOnly(pairwiseCiphers, policy.pairwiseCipher)) return STATUS.invalidPairwiseCipher;
  const isCapable = capabilities?.managementFrameProtectionCapable ?? false;
  const isRequired = capabilities?.managementFrameProtectionRequired ?? false;
  if (isRequired && !isCapable) return STATUS.invalidCapabilities;
  if (groupManagementCipher === undefined)
    return isRequired ? STATUS.managementFramePolicyViolation : STATUS.success;
  if (!isCapable) return STATUS.managementFramePolicyViolation;
  const asked = element.groupManagementCipher ?? DEFAULT_GROUP_MANAGEMENT_CIPHER;
  return asked === groupManagementCipher ? STATUS.success : STATUS.cipherAgainstPolicy;
}

const isOnly = (list: readonly string[] | undefined, suite: string): boolean =>
  list?.length === 1 && list[0] === suite;

/** The RSNEs of an association, headers included, which the 4-way handshake confirms. */
export interface AssociationRsne {
  /** Of the (re)association request. */
  readonly station: Uint8Array;
  /** Of beacon and probe response. */
  readonly accessPoint: Uint8Array;
}

/** What a policy asks of EAPOL-Key frames. */
export interface KeyFrameFormat {
  readonly keyDescriptorVersion: number;
  readonly micAlgorithm: MicAlgorithm;
  /** How they are read. */
  readonly reading: { readonly micLength: MicLength };
  /** Octets of the TK, the Key Length of M1 and M3. */
  readonly keyLength: number;
  /** Octets of KCK and KEK, with which a PTK begins (12.7.1.3). */
  readonly kckLength: number;
  readonly kekLength: number;
}

// A PTK is kept as a whole, which takes a quarter of the memory of its parts.

/** A copy of the KCK of a PTK, `kckLength` octets. */
export const kckOf = ({ kckLength }: KeyFrameFormat, ptk: Uint8Array): Uint8Array =>
  sliceOf(ptk, 0, kckLength);

/** A copy of the KEK of a PTK, `kekLength` octets. */
export const kekOf = ({ kckLength, kekLength }: KeyFrameFormat, ptk: Uint8Array): Uint8Array =>
  sliceOf(ptk, kckLength, kckLength + kekLength);

/** Formats by policy: all stations of a network have one. */
const formats = /* @__PURE__ */ new WeakMap<RsnPolicy, KeyFrameFormat>();

/** @throws EncodeError for an unknown suite */
export function keyFrameFormat(policy: RsnPolicy): KeyFrameFormat {
  const known = formats.get(policy);
  if (known !== undefined) return known;
  const format = formatOf(policy);
  formats.set(policy, format);
  return format;
}

const formatOf = (policy: RsnPolicy): KeyFrameFormat => {
  const version = keyDescriptorVersion({ akm: policy.akm, cipher: policy.pairwiseCipher });
  const micAlgorithm = micAlgorithmFor(policy.akm, version);
  if (micAlgorithm === undefined) throw new RangeError(`akm: ${policy.akm} has no MIC algorithm`);
  const { kckLength, kekLength } = requireAkmSuite(policy.akm);
  return {
    keyDescriptorVersion: version,
    micAlgorithm,
    reading: { micLength: micLengthOf(micAlgorithm) as MicLength },
    keyLength: requireCipherSuite(policy.pairwiseCipher).keyLength,
    kckLength,
    kekLength,
  };
};

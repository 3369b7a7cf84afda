import { type Codec, per, type Surplus } from '../per/index.js';
import { UEEUTRACapability } from './ie/capability/ue-eutra-capability.js';
import type { LWAParametersR13 } from './ie/capability/wlan.js';
import type { ULDCCHMessage } from './ul-dcch.js';

/**
 * What a UE can do in E-UTRA, in UNALIGNED PER: the contents of the container of `eutra` in a UECapabilityInformation
 * (TS 36.331, 6.3.6). What releases later than 14 have behind its last IEs stays in `_surplus`, and is written back.
 */
export const UeEutraCapability: Codec<UEEUTRACapability & Surplus> = per<UEEUTRACapability & Surplus>(
  UEEUTRACapability,
  { aligned: false, format: 'UE-EUTRA-Capability', surplus: 'keep' },
);

/**
 * Decodes one UE-EUTRA-Capability (TS 36.331, 6.3.6). Surplus bits as of {@link UeEutraCapability}.
 * @throws DecodeError for octets that are no encoding of it. With `{ lax: true }` it is returned, beside what could be read.
 */
export const decodeUeEutraCapability: Codec<UEEUTRACapability & Surplus>['decode'] = UeEutraCapability.decode;

/**
 * Encodes one UE-EUTRA-Capability.
 * @throws EncodeError for a value that the ASN.1 does not allow; it names the path and what is allowed
 */
export const encodeUeEutraCapability: Codec<UEEUTRACapability & Surplus>['encode'] = UeEutraCapability.encode;

/** `lwa-Parameters-r13`, fourteen extension levels below the root; also where what follows it cannot be read. */
const lwaParametersIn = (container: Uint8Array): LWAParametersR13 | undefined => {
  const { value } = UeEutraCapability.decode(container, { lax: true });
  const v1020 = value.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
  const v1130 = v1020?.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
  const v11a0 = v1130?.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
  const v1270 = v11a0?.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
  return v1270?.nonCriticalExtension?.nonCriticalExtension?.['lwa-Parameters-r13'];
};

/**
 * What a UE tells the eNB of LWA in a UECapabilityInformation (TS 36.331, 5.6.3.3 and 6.3.6). Nothing if the message is another, or its
 * capabilities cannot be read as far as that. It throws nothing, and also takes what decoding with `{ lax: true }` gives, of which any
 * part may be missing.
 */
export function lwaParametersOf({ message }: Partial<ULDCCHMessage>): LWAParametersR13 | undefined {
  if (message?.choice !== 'c1' || message.value?.choice !== 'ueCapabilityInformation') return undefined;
  const extensions = message.value.value?.criticalExtensions;
  if (extensions?.choice !== 'c1' || extensions.value?.choice !== 'ueCapabilityInformation-r8') {
    return undefined;
  }
  for (const one of extensions.value.value?.['ue-CapabilityRAT-ContainerList'] ?? []) {
    const container = one?.['rat-Type'] === 'eutra' ? one['ueCapabilityRAT-Container'] : undefined;
    const parameters = container && lwaParametersIn(container);
    if (parameters !== undefined) return parameters;
  }
  return undefined;
}

/**
 * The WLAN MAC address that a UE tells the eNB in a UECapabilityInformation: 6 octets, by which a WT knows it (TS 36.331,
 * 6.3.6; TS 36.463, 8.8.2). Nothing where {@link lwaParametersOf} gives nothing, or no address is there.
 */
export const wlanMacAddressOf = (message: Partial<ULDCCHMessage>): Uint8Array | undefined =>
  lwaParametersOf(message)?.['wlan-MAC-Address-r13'];

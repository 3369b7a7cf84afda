/** What a UE says of LWA, fourteen levels down, has its type there: none is `any`. Prints the UE's WLAN MAC address. */
import { toHex } from 'lwa-rekey/codecs';
import {
  encodeUeEutraCapability,
  type UEEUTRACapability,
  ueCapabilityInformation,
  wlanMacAddressOf,
} from 'lwa-rekey/codecs/rrc';

type Next<T> = T extends { nonCriticalExtension?: infer N } ? NonNullable<N> : never;
type V1020 = Next<Next<Next<UEEUTRACapability>>>;
type V1130 = Next<Next<Next<V1020>>>;
type V11a0 = Next<Next<Next<V1130>>>;
type V1310 = Next<Next<Next<Next<Next<V11a0>>>>>;
type V1430 = Next<Next<Next<Next<Next<Next<V1310>>>>>>;

const lwa: V1310['lwa-Parameters-r13'] = { 'lwa-r13': 'supported' };
export const more: V1430['lwa-Parameters-v1430'] = { 'wlan-SupportedDataRate-r14': 1 };
// @ts-expect-error octets, not text
lwa['wlan-MAC-Address-r13'] = '025545000001';
// @ts-expect-error a number, not text
more['wlan-SupportedDataRate-r14'] = '1';

export const encode: (capability: UEEUTRACapability) => Uint8Array = encodeUeEutraCapability;
const message = ueCapabilityInformation({ wlanMacAddress: Uint8Array.of(2, 0x55, 0x45, 0, 0, 1) });
console.log(toHex(wlanMacAddressOf(message)!));

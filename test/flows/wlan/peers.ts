import { decodeEapolKey } from '../../../src/codecs/dot11/eapol-key.js';
import { parseMac } from '../../../src/codecs/dot11/mac.js';
import { messageOf } from '../../../src/crypto/handshake.js';
import { createEngine, MILLISECOND } from '../../../src/flows/engine/engine.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import type { GroupKey, Pmk } from '../../../src/flows/keys/wlan.js';
import {
  type Authenticator,
  type AuthenticatorProfile,
  createAuthenticator,
} from '../../../src/flows/wlan/authenticator.js';
import { groupKeySet } from '../../../src/flows/wlan/group-key-set.js';
import {
  accessPointRsne,
  type KeyFrameFormat,
  type RsnPolicy,
  stationRsne,
} from '../../../src/flows/wlan/rsn.js';
import { createSupplicant, type Supplicant } from '../../../src/flows/wlan/supplicant.js';

export const aa = parseMac('02:00:00:00:00:01');
export const spa = parseMac('02:00:00:00:10:01');
export const policy: RsnPolicy = {
  akm: '00-0F-AC:2',
  pairwiseCipher: '00-0F-AC:4',
  groupCipher: '00-0F-AC:4',
  groupManagementCipher: '00-0F-AC:6',
};
export const pmk = (name: string, fill: number): Pmk => ({ name, key: new Uint8Array(32).fill(fill) });
export const first = pmk('first', 1);
export const second = pmk('second', 2);
export const groupKey = (kind: GroupKey['kind'], keyId: number, fill: number): GroupKey => ({
  kind,
  keyId,
  key: new Uint8Array(16).fill(fill),
  pn: 77n,
});
const tkOf = (ptk: Uint8Array, { kckLength, kekLength }: KeyFrameFormat): Uint8Array =>
  ptk.subarray(kckLength + kekLength);
export const milliseconds = (count: number): number => count * MILLISECOND;

interface Crossing {
  readonly time: number;
  readonly message: string;
  readonly frame: Uint8Array;
  readonly isClear?: boolean;
}

/** An authenticator and a supplicant with nothing between them but a hook that may change or swallow frames. */
export const connect = (
  options: {
    readonly fromAp?: (frame: Uint8Array, message: string) => Uint8Array | undefined;
    readonly fromStation?: (frame: Uint8Array, message: string) => Uint8Array | undefined;
    readonly isAcknowledged?: boolean;
    /** ms from an M1 to what the authenticator is told of its Ack. */
    readonly acknowledgedAfter?: number;
    readonly takesNewPmkInPlace?: boolean;
    readonly sendsPmkid?: boolean;
    readonly accessPointRsne?: Uint8Array;
    readonly stationRsne?: Uint8Array;
  } = {},
) => {
  const clock = createEngine();
  const random = createRandom('handshake');
  const crossings: Crossing[] = [];
  const installed: { side: string; pmk: string; tk: Uint8Array }[] = [];
  const groupKeys: GroupKey[] = [];
  const deauthentications: { side: string; reason: number; time: number }[] = [];
  const wrongMics: { tried: string; fits: readonly boolean[] }[] = [];
  const rsne = { accessPoint: accessPointRsne(policy), station: stationRsne(policy) };
  const offered = [groupKey('GTK', 1, 0x61), groupKey('IGTK', 4, 0x64)];
  let inUse = groupKeySet(offered, options.accessPointRsne ?? rsne.accessPoint);
  const note = (frame: Uint8Array, isClear?: boolean): string => {
    const message = messageOf(decodeEapolKey(frame));
    crossings.push({ time: clock.now, message, frame, ...(isClear !== undefined && { isClear }) });
    return message;
  };
  const profile: AuthenticatorProfile = {
    clock,
    aa,
    groupKeys: () => inUse,
    sendsPmkid: options.sendsPmkid ?? false,
  };
  const authenticator: Authenticator = createAuthenticator(profile, {
    numbers: random.numbers('ap'),
    policy,
    spa,
    rsne: rsne.station,
    host: {
      send(frame, { done }) {
        const message = note(frame);
        clock.after(milliseconds(options.acknowledgedAfter ?? 2), () =>
          done?.(options.isAcknowledged ?? true),
        );
        clock.after(milliseconds(2), () => {
          const arriving = options.fromAp === undefined ? frame : options.fromAp(frame, message);
          if (arriving !== undefined) supplicant.receive(arriving);
        });
      },
      installPairwise: (ptk, from, format) =>
        installed.push({ side: 'ap', pmk: from.name, tk: tkOf(ptk, format) }),
      deauthenticate: reason => deauthentications.push({ side: 'ap', reason, time: clock.now }),
      note: () => {},
      micFailed: (tried, fits) => wrongMics.push({ tried: tried.name, fits: [first, second].map(fits) }),
    },
  });
  const supplicant: Supplicant = createSupplicant({
    numbers: random.numbers('station'),
    policy,
    aa,
    spa,
    pmk: first,
    takesNewPmkInPlace: options.takesNewPmkInPlace ?? true,
    host: {
      send(frame, { isClear = false, done }) {
        const message = note(frame, isClear);
        clock.after(milliseconds(2), () => {
          done?.(true);
          const arriving = options.fromStation === undefined ? frame : options.fromStation(frame, message);
          if (arriving !== undefined) authenticator.receive(arriving);
        });
      },
      installPairwise: (ptk, from, format, direction) =>
        installed.push({ side: `station ${direction}`, pmk: from.name, tk: tkOf(ptk, format) }),
      installGroup: key => groupKeys.push(key),
      deauthenticate: reason => deauthentications.push({ side: 'station', reason, time: clock.now }),
      note: () => {},
    },
  });
  supplicant.reset({ ...rsne, ...(options.stationRsne && { station: options.stationRsne }) });
  const order = (): string => crossings.map(c => c.message).join(' ');
  return {
    clock,
    authenticator,
    supplicant,
    crossings,
    installed,
    groupKeys,
    /** The BSS has other group keys. */
    renew: (keys: readonly GroupKey[]): void => {
      inUse = groupKeySet(keys, rsne.accessPoint);
      authenticator.renewGroupKeys();
    },
    deauthentications,
    wrongMics,
    offered,
    order,
  };
};

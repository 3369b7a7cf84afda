import { describe, expect, expectTypeOf, it } from 'vitest';
import type { DecodeOptions, Lax, LaxList } from '../../src/codecs/index.js';
import * as codecs from '../../src/codecs/index.js';
import { DlDcch, type ULDCCHMessage, UlDcch } from '../../src/codecs/rrc/index.js';
import { decodeXwap, type XwAPPDU } from '../../src/codecs/xwap/index.js';

/** What a decoder gives that is told `lax` by a flag: either form. */
type Either<T> = T | Lax<T>;

/** Whether what `decode` gives under the flag is the union of what it gives strictly and under `lax`. */
const isEither = (decode: (lax: boolean) => unknown): boolean => {
  const lax = decode(true);
  expect(lax).toHaveProperty('value');
  expect(lax).toHaveProperty('error');
  expect(() => decode(false)).toThrow(codecs.DecodeError);
  return true;
};

const none = new Uint8Array();
/** Half of an element's header, or of a key data item's. */
const cut = Uint8Array.of(1);

describe('lax', () => {
  it('may be a flag that is not known before the program runs', () => {
    const { decodeEapol, decodeEapolKey, decodeDot11, decodeElements, decodeKeyData, decodeCapture } = codecs;
    const calls: readonly ((lax: boolean) => unknown)[] = [
      lax => {
        const read = decodeEapol(none, { lax });
        expectTypeOf(read).toEqualTypeOf<Either<codecs.Eapol>>();
        return read;
      },
      lax => {
        const read = decodeEapolKey(none, { lax, micLength: 24 });
        expectTypeOf(read).toEqualTypeOf<Either<codecs.EapolKey>>();
        return read;
      },
      lax => {
        const read = decodeDot11(none, { lax, fcs: true });
        expectTypeOf(read).toEqualTypeOf<Either<codecs.Dot11Frame>>();
        return read;
      },
      lax => {
        const read = decodeElements(cut, { lax });
        expectTypeOf(read).toEqualTypeOf<codecs.Element[] | LaxList<codecs.Element>>();
        return read;
      },
      lax => {
        const read = decodeKeyData(cut, { lax });
        expectTypeOf(read).toEqualTypeOf<codecs.KeyDataItem[] | LaxList<codecs.KeyDataItem>>();
        return read;
      },
      lax => {
        const read = decodeCapture(cut, { lax });
        expectTypeOf(read).toEqualTypeOf<codecs.Packet[] | LaxList<codecs.Packet>>();
        return read;
      },
      lax => {
        const read = codecs.decodePdcpDrb(none, 12, { lax });
        expectTypeOf(read).toEqualTypeOf<Either<codecs.PdcpDrb>>();
        return read;
      },
      lax => {
        const read = codecs.decodePdcpSrb(none, { lax });
        expectTypeOf(read).toEqualTypeOf<Either<codecs.PdcpSrb>>();
        return read;
      },
      lax => {
        const read = codecs.decodeLwaap(none, { lax });
        expectTypeOf(read).toEqualTypeOf<Either<codecs.Lwaap>>();
        return read;
      },
      lax => {
        const read = codecs.decodeUdp(none, { lax });
        expectTypeOf(read).toEqualTypeOf<Either<codecs.Udp>>();
        return read;
      },
      lax => {
        const read = decodeXwap(none, { lax });
        expectTypeOf(read).toEqualTypeOf<Either<XwAPPDU>>();
        return read;
      },
      lax => {
        const read = UlDcch.decode(none, { lax });
        expectTypeOf(read).toEqualTypeOf<Either<ULDCCHMessage>>();
        return read;
      },
      lax => DlDcch.decode(none, { lax }),
      lax => codecs.decodeEthernet(none, { lax }),
      lax => codecs.decodeIpv4(none, { lax }),
      lax => codecs.decodeIpv6(none, { lax }),
      lax => codecs.decodeSctp(none, { lax }),
      lax => codecs.decodeGtpU(none, { lax }),
      lax => codecs.decodeGsmtap(none, { lax }),
      lax => codecs.decodePdcpLteFraming(none, { lax }),
      lax => codecs.decodeRadiotap(none, { lax }),
      lax => codecs.decodeLinuxCookedV1(none, { lax }),
      lax => codecs.decodeLinuxCookedV2(none, { lax }),
    ];
    expect(calls.every(isEither)).toBe(true);
  });

  it('decides the type where it is known', () => {
    const { decodeUdp, decodeEapolKey } = codecs;
    const udp = codecs.encodeUdp({ sourcePort: 1, destinationPort: 2, checksum: 0, payload: none });
    expectTypeOf(decodeUdp(udp)).toEqualTypeOf<codecs.Udp>();
    expectTypeOf(decodeUdp(udp, {})).toEqualTypeOf<codecs.Udp>();
    expectTypeOf(decodeUdp(udp, { lax: false })).toEqualTypeOf<codecs.Udp>();
    expectTypeOf(decodeUdp(udp, { lax: true })).toEqualTypeOf<Lax<codecs.Udp>>();
    const options: DecodeOptions | undefined = [{ lax: true }].at(1);
    expectTypeOf(decodeUdp(udp, options)).toEqualTypeOf<Either<codecs.Udp>>();
    expectTypeOf([udp].map(decodeUdp)).toEqualTypeOf<codecs.Udp[]>();
    const frames: readonly Uint8Array[] = [];
    expectTypeOf(frames.map(decodeEapolKey)).toEqualTypeOf<codecs.EapolKey[]>();
    expect([udp].map(decodeUdp)).toEqual([decodeUdp(udp, { lax: true }).value]);
  });

  it('may be passed on by a function of any format', () => {
    const first = <T>(decode: codecs.Decoder<T>, lax: boolean): Either<T> => decode(none, { lax });
    expect(first(codecs.decodeUdp, true)).toHaveProperty('error');
    expect(first(codecs.decodeEapol, true)).toHaveProperty('error');
    expect(() => first(decodeXwap, false)).toThrow(codecs.DecodeError);
  });
});

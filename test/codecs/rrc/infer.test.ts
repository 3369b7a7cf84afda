import { describe, expectTypeOf, it } from 'vitest';
import type { UnknownAddition } from '../../../src/codecs/per/index.js';
import type { SLCommConfigR12 } from '../../../src/codecs/rrc/ie/sidelink-communication.js';
import {
  type DLDCCHMessage,
  DlDcch,
  type DRBToAddMod,
  type Handover,
  handoverCommand,
  type LWAConfigR13,
  type LWAConfigurationR13,
  lwaReconfiguration,
  type MeasConfig,
  type MobilityControlInfo,
  type ULDCCHMessage,
  type WLANMobilityConfigR13,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';

interface Extensible {
  readonly _ext?: readonly UnknownAddition[];
  readonly _additions?: number;
}
type WLAN = Extensible & { 'ssid-r12'?: Uint8Array; 'bssid-r12'?: Uint8Array; 'hessid-r12'?: Uint8Array };
/** The components, without regard to how the type was put together. */
type Plain<T> = { [K in keyof T]: T[K] };

type C1 = Extract<DLDCCHMessage['message'], { choice: 'c1' }>['value'];
type Reconfiguration = Extract<C1, { choice: 'rrcConnectionReconfiguration' }>['value'];
type Released = Extract<Reconfiguration['criticalExtensions'], { choice: 'c1' }>['value'];
type R8 = Extract<Released, { choice: 'rrcConnectionReconfiguration-r8' }>['value'];
type Next<T> = T extends { nonCriticalExtension?: infer N } ? NonNullable<N> : never;
type V1250 = Next<Next<Next<Next<Next<R8>>>>>;
type V1310 = Next<V1250>;

describe('the type of RRCConnectionReconfiguration', () => {
  it('has the LWA configuration six levels down', () => {
    expectTypeOf<Reconfiguration['rrc-TransactionIdentifier']>().toEqualTypeOf<number>();
    expectTypeOf<V1310['lwa-Configuration-r13']>().toEqualTypeOf<LWAConfigurationR13 | undefined>();
    expectTypeOf<V1250['sl-CommConfig-r12']>().toEqualTypeOf<SLCommConfigR12 | undefined>();
    expectTypeOf<LWAConfigurationR13>().toEqualTypeOf<
      | { readonly choice: 'release'; readonly value: null }
      | { readonly choice: 'setup'; readonly value: { 'lwa-Config-r13': LWAConfigR13 } }
    >();
    expectTypeOf<LWAConfigR13>().toEqualTypeOf<
      Plain<
        Extensible & {
          'lwa-MobilityConfig-r13'?: WLANMobilityConfigR13;
          'lwa-WT-Counter-r13'?: number;
          'wt-MAC-Address-r14'?: Uint8Array;
        }
      >
    >();
    expectTypeOf<WLANMobilityConfigR13>().toEqualTypeOf<
      Plain<
        Extensible & {
          'wlan-ToReleaseList-r13'?: readonly Plain<WLAN>[];
          'wlan-ToAddList-r13'?: readonly Plain<WLAN>[];
          'associationTimer-r13'?: 's10' | 's30' | 's60' | 's120' | 's240';
          'successReportRequested-r13'?: 'true';
          'wlan-SuspendConfig-r14'?: {
            'wlan-SuspendResumeAllowed-r14'?: boolean;
            'wlan-SuspendTriggersStatusReport-r14'?: boolean;
          };
        }
      >
    >();
  });

  it('has the handover and the bearers at its root', () => {
    expectTypeOf<R8['mobilityControlInfo']>().toEqualTypeOf<MobilityControlInfo | undefined>();
    expectTypeOf<R8['measConfig']>().toEqualTypeOf<MeasConfig | undefined>();
    expectTypeOf<MeasConfig['s-Measure']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<NonNullable<MeasConfig['measGapConfig']>['choice']>().toEqualTypeOf<'release' | 'setup'>();
    expectTypeOf<R8['dedicatedInfoNASList']>().toEqualTypeOf<readonly Uint8Array[] | undefined>();
    expectTypeOf<MobilityControlInfo['handoverWithoutWT-Change-r14']>().toEqualTypeOf<
      'keepLWA-Config' | 'sendEndMarker' | undefined
    >();
    expectTypeOf<DRBToAddMod['drb-TypeLWA-r13']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<DRBToAddMod['lwa-WLAN-AC-r14']>().toEqualTypeOf<
      'ac-bk' | 'ac-be' | 'ac-vi' | 'ac-vo' | undefined
    >();
  });

  it('is that of what is decoded and encoded', () => {
    expectTypeOf<ReturnType<typeof lwaReconfiguration>>().toEqualTypeOf<DLDCCHMessage>();
    expectTypeOf<Parameters<typeof DlDcch.encode>[0]>().toEqualTypeOf<DLDCCHMessage>();
    expectTypeOf(DlDcch.decode(DlDcch.encode(lwaReconfiguration()))).toEqualTypeOf<DLDCCHMessage>();
    expectTypeOf<ReturnType<typeof wlanConnectionStatusReport>>().toEqualTypeOf<ULDCCHMessage>();
  });
});

describe('a wrong value', () => {
  it('does not compile', () => {
    const configs: LWAConfigR13[] = [
      // @ts-expect-error a number, not text
      { 'lwa-WT-Counter-r13': '1' },
      // @ts-expect-error misspelt
      { 'lwa-WTCounter-r13': 1 },
      // @ts-expect-error absent, not undefined
      { 'lwa-WT-Counter-r13': undefined },
      // @ts-expect-error octets, not text
      { 'wt-MAC-Address-r14': '021300000001' },
      // @ts-expect-error no such timer
      { 'lwa-MobilityConfig-r13': { 'associationTimer-r13': 's20' } },
    ];
    const configurations: LWAConfigurationR13[] = [
      // @ts-expect-error release is NULL
      { choice: 'release', value: { 'lwa-Config-r13': {} } },
      // @ts-expect-error lwa-Config-r13 is mandatory
      { choice: 'setup', value: {} },
      // @ts-expect-error no such alternative
      { choice: 'modify', value: null },
    ];
    const bearers: DRBToAddMod[] = [
      // @ts-expect-error drb-Identity is mandatory
      { 'drb-TypeLWA-r13': true },
      // @ts-expect-error a type that the profile leaves out
      { 'drb-Identity': 1, 'rlc-Config-v1310': {} },
    ];
    expectTypeOf(configs).toEqualTypeOf<LWAConfigR13[]>();
    expectTypeOf(configurations).toEqualTypeOf<LWAConfigurationR13[]>();
    expectTypeOf(bearers).toEqualTypeOf<DRBToAddMod[]>();
  });

  it('is refused by the builders too', () => {
    const handover: Handover = { targetCell: 1, newCRnti: 1, nextHopChainingCount: 1 };
    // Never called: what matters is that it does not compile.
    const calls = () => [
      // @ts-expect-error no such timer
      lwaReconfiguration({ mobilitySet: { associationTimer: 20 } }),
      // @ts-expect-error no such option
      lwaReconfiguration({ counter: 1 }),
      // @ts-expect-error nextHopChainingCount is mandatory
      handoverCommand({ targetCell: 1, newCRnti: 1 }),
      // @ts-expect-error no such value
      handoverCommand({ ...handover, withoutWtChange: 'keep' }),
      // @ts-expect-error no such bandwidth
      handoverCommand({ ...handover, bandwidth: { downlink: 20 } }),
      // @ts-expect-error no such status
      wlanConnectionStatusReport('success'),
    ];
    expectTypeOf(calls).returns.toExtend<(DLDCCHMessage | ULDCCHMessage)[]>();
  });
});

import { integer, isNameIn, type Names, onlyNames } from '../../codecs/check.js';
import { formatMac } from '../../codecs/dot11/mac.js';
import { EncodeError } from '../../codecs/error.js';
import { type Clock, MILLISECOND } from '../engine/engine.js';
import { type Tamper, tamperOf, WLAN_ALONE } from '../engine/tamper.js';
import {
  checkDefaults,
  defineScenario,
  type Parameters,
  type Scenario,
  type Stage,
  type ValuesOf,
} from '../scenario.js';
import type { SupplicantFlaws } from '../wlan/supplicant.js';
import { setUpWlan, type Wlan, type WlanSetUp, type WlanUe } from './wlan.js';
import { durationOf, ms, wlanParameters } from './wlan-parameters.js';

/** A UE of a scenario on the WLAN, and what may happen to it there. */
export interface ScenarioStation {
  /** Its WLAN address, as measures and keys name it. */
  readonly station: string;
  /** When it starts: milliseconds from the start of the run. */
  readonly startMs: number;
  /** It is out of the reach of the WLAN from now on. */
  leaveWlan(): void;
}

/** A UE of a scenario of the WLAN alone. */
export interface ScenarioWlanUe extends ScenarioStation {
  /**
   * The UE, or the WT for it, has another S-KWT from now on: that of this WT Counter. The other side learns nothing of it.
   * @throws EncodeError for another side, and for a WT Counter that is no integer from 0 to 65535
   */
  giveSKwt(side: 'ue' | 'wt', wtCounter: number): void;
}

/** The WT of a scenario and its UEs: without an eNB, those of the WLAN alone. */
export interface ScenarioWlan<Ue extends ScenarioStation = ScenarioWlanUe> {
  readonly ues: readonly Ue[];
  /** Sets `action` to happen: milliseconds from the start of the run. @throws RangeError for a time that has passed */
  at(atMs: number, action: () => void): void;
  /** Sets `action` to happen to each UE, milliseconds after it has started. @throws RangeError for a time that has passed */
  afterStart(delayMs: number, action: (ue: Ue) => void): void;
  /** The WT hands out new group keys to all. */
  renewGroupKeys(): void;
}

/** How the WLAN of a scenario differs from one in which nothing goes wrong. */
export interface WlanScenarioSetUp {
  /** The WT Counters of the S-KWTs that UEs and WT have from the start, 0 if left out: where they differ, no handshake succeeds. */
  readonly wtCounters?: { readonly ue?: number | undefined; readonly wt?: number | undefined } | undefined;
  /** Whether the WT starts a handshake when it is given another S-KWT; true if left out. */
  readonly wtRekeys?: boolean | undefined;
  /** What the supplicants of the UEs do wrong; nothing if left out. */
  readonly flaws?: SupplicantFlaws | undefined;
  /** The scenario's own faults. */
  readonly tamper?: Pick<Tamper, 'wlan'> | undefined;
}

const SET_UP: Names<WlanScenarioSetUp> = { wtCounters: true, wtRekeys: true, flaws: true, tamper: true };
const SIDES: Names<NonNullable<WlanScenarioSetUp['wtCounters']>> = { ue: true, wt: true };
const FLAWS: Names<SupplicantFlaws> = { reinstallsKeys: true, reinstallsGroupKeys: true, ignoresRsne: true };

/** WT Counters have 16 bits (TS 36.331, 6.2.2, wt-Counter-r13; TS 33.401, G.2). */
const MOST_WT_COUNTER = 0xffff;

/** A class, as there are thousands. */
export class StationOfWlan implements ScenarioStation {
  protected readonly wlan: Wlan;
  protected readonly index: number;

  constructor(wlan: Wlan, index: number) {
    this.wlan = wlan;
    this.index = index;
  }

  protected get known(): WlanUe {
    return this.wlan.ues[this.index]!;
  }

  get station(): string {
    return formatMac(this.known.ue.address);
  }

  get startMs(): number {
    return this.known.start / MILLISECOND;
  }

  leaveWlan(): void {
    this.wlan.takeAway(this.index);
  }
}

class UeOfWlan extends StationOfWlan implements ScenarioWlanUe {
  giveSKwt(side: 'ue' | 'wt', wtCounter: number): void {
    if (!isNameIn(SIDES, side)) throw new EncodeError('side', 'is to be ue or wt');
    integer(wtCounter, 'wtCounter', MOST_WT_COUNTER);
    const { ue, kenb } = this.known;
    if (side === 'ue') ue.takeWtCounter(kenb, wtCounter);
    else this.wlan.giveSKwtToWt(this.known, wtCounter);
  }
}

/** The WLAN of a scenario with its UEs, in the order of the leg's. */
export function scenarioWlan<Ue extends ScenarioStation>(
  clock: Clock,
  wlan: Wlan,
  ues: readonly Ue[],
): ScenarioWlan<Ue> {
  const at = (time: number, action: () => void): void => {
    if (!(time >= clock.now))
      throw new RangeError(
        `${time / MILLISECOND} ms is no time to come: it is ${clock.now / MILLISECOND} ms`,
      );
    clock.after(time - clock.now, action);
  };
  return {
    ues,
    at: (atMs, action) => at(ms(atMs), action),
    afterStart(delayMs, action) {
      ues.forEach((ue, i) => {
        at(wlan.ues[i]!.start + ms(delayMs), () => action(ue));
      });
    },
    renewGroupKeys: () => wlan.wt.renewGroupKeys(),
  };
}

/** The values of a scenario's own parameters, and its duration. */
export type OwnValues<P extends Parameters> = ValuesOf<P> & { readonly durationMs: number };

/** A scenario of the WLAN alone, of which `setUp` says what the WLAN is like. */
interface WlanScenario<P extends Parameters, SetUp> {
  readonly name: string;
  readonly title: string;
  /** Its own; one with the name of a shared one takes the place of that. */
  readonly parameters?: P | undefined;
  /** The default of `durationMs`: milliseconds that the run lasts after the start of the last UE. */
  readonly durationMs: number;
  readonly expect: Scenario['expect'];
  /** What the WLAN is like, asked for in each run: what a fault remembers here, it remembers of one run. */
  readonly setUp?: SetUp | undefined;
  /** Sets what is to happen, before the run begins. */
  readonly play?: ((wlan: ScenarioWlan, values: OwnValues<P>) => void) | undefined;
}

/**
 * A scenario of the WLAN alone, for {@link simulate}: a WT and UEs, which associate as they start under an S-KWT that both sides have.
 * It has the parameters that all of these share, as `ues`, `akm` and `loss`, and `durationMs`, beside its own.
 * @throws EncodeError for a parameter in place of a shared one whose default is none of the values that the shared one takes
 */
export function defineWlanScenario<const P extends Parameters = Record<never, never>>(
  scenario: WlanScenario<P, (values: OwnValues<P>) => WlanScenarioSetUp>,
): Scenario {
  return defineFromParts({
    ...scenario,
    setUp(values) {
      const setUp = scenario.setUp?.(values) ?? {};
      onlyNames('setUp', setUp, SET_UP);
      const { wtCounters = {}, wtRekeys, flaws = {}, tamper } = setUp;
      onlyNames('setUp.wtCounters', wtCounters, SIDES);
      onlyNames('setUp.flaws', flaws, FLAWS);
      const { ue = 0, wt = 0 } = wtCounters;
      for (const [side, wtCounter] of Object.entries({ ue, wt }))
        integer(wtCounter, `setUp.wtCounters.${side}`, MOST_WT_COUNTER);
      return { keys: { ue, wt }, rekeysInPlace: wtRekeys, flaws, tamper };
    },
  });
}

/** {@link defineWlanScenario}, set up from the inner parts, as one with an attacker on the air is. */
export function defineFromParts<const P extends Parameters = Record<never, never>>(
  scenario: WlanScenario<
    P,
    (values: OwnValues<P>, stage: Stage) => WlanSetUp & Pick<WlanScenarioSetUp, 'tamper'>
  >,
): Scenario {
  const { name, title, durationMs, expect } = scenario;
  const parameters = { ...wlanParameters, ...scenario.parameters, ...durationOf(durationMs) };
  checkDefaults(parameters, wlanParameters);
  return defineScenario({
    name,
    title,
    parameters: parameters as typeof wlanParameters & ReturnType<typeof durationOf<number>>,
    expect,
    play(stage, values) {
      const own = values as unknown as OwnValues<P>;
      const { tamper, ...setUp } = scenario.setUp?.(own, stage) ?? {};
      const tampered = { ...stage, tamper: tamperOf(tamper, stage.tamper, WLAN_ALONE) };
      const wlan = setUpWlan(tampered, values, setUp);
      const ues = wlan.ues.map((_, i) => new UeOfWlan(wlan, i));
      scenario.play?.(scenarioWlan(stage.engine, wlan, ues), own);
      return wlan.playFor(ms(values.durationMs));
    },
  });
}

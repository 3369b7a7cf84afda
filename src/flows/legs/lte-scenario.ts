import { type Names, onlyNames } from '../../codecs/check.js';
import { formatMac } from '../../codecs/dot11/mac.js';
import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import type { asn1 } from '../../codecs/xwap/index.js';
import { MILLISECOND } from '../engine/engine.js';
import type { Tamper } from '../engine/tamper.js';
import { checkDefaults, defineScenario, type Parameters, type Scenario, type ValuesOf } from '../scenario.js';
import { type Lte, type LteSetUp, setUpLte } from './lte.js';
import { durationOf, lteParameters } from './lte-parameters.js';
import { ms, type WlanUe } from './wlan.js';

/** A UE of a scenario, and what may happen to it. */
export interface ScenarioUe {
  /** Its WLAN address, as measures and keys name it. */
  readonly station: string;
  /** When it starts, and LWA is set up for it: milliseconds from the start of the run. */
  readonly startMs: number;
  /**
   * The eNB hands it over to the other of the two cells, and refreshes its S-KWT there. As with {@link rekey}, what the eNB has begun for
   * the UE before ends first, and nothing happens while the UE is on its way to another eNB.
   * @throws RangeError before it has started
   */
  handOver(): void;
  /**
   * The eNB refreshes its S-KWT by a new WT Counter, without a handover.
   * @throws RangeError before it has started
   */
  rekey(): void;
  /** The WT asks the eNB to release it; nothing happens where the WT does not have it. @param cause reduce-load if left out */
  requireRelease(cause?: asn1.Cause): void;
  /** It is out of the reach of the WLAN from now on. */
  leaveWlan(): void;
}

/** The network of a scenario: two cells, a WT and UEs, each of which gets LWA as it starts. */
export interface ScenarioNetwork {
  readonly ues: readonly ScenarioUe[];
  /** Sets `action` to happen: milliseconds from the start of the run. */
  at(atMs: number, action: () => void): void;
  /** Sets `action` to happen to each UE, milliseconds after it has started. */
  afterStart(delayMs: number, action: (ue: ScenarioUe) => void): void;
  /** The WT hands out new group keys to all. */
  renewGroupKeys(): void;
}

/** How the network of a scenario differs from one with option 2, in which nothing goes wrong. */
export interface NetworkSetUp extends LteSetUp {
  /** The scenario's own faults. */
  readonly tamper?: Tamper | undefined;
}

const SET_UP: Names<LteSetUp> = {
  order: true,
  rrcDelayMs: true,
  keepsLwa: true,
  wtRekeys: true,
  ueReassociates: true,
  targetIsOtherEnb: true,
  refusals: true,
};

/** A class, as there are thousands. */
class UeOfNetwork implements ScenarioUe {
  readonly #lte: Lte;
  readonly #index: number;

  constructor(lte: Lte, index: number) {
    this.#lte = lte;
    this.#index = index;
  }

  get #known(): WlanUe {
    return this.#lte.wlan.ues[this.#index]!;
  }

  get station(): string {
    return formatMac(this.#known.ue.address);
  }

  get startMs(): number {
    return this.#known.start / MILLISECOND;
  }

  handOver(): void {
    this.#lte.decide(this.#index, 'handover');
  }

  rekey(): void {
    this.#lte.decide(this.#index, 're-key');
  }

  requireRelease(cause: asn1.Cause = radioNetworkCause('reduce-load')): void {
    this.#lte.requireRelease(this.#known.ue.address, cause);
  }

  leaveWlan(): void {
    this.#lte.wlan.takeAway(this.#index);
  }
}

const networkOf = (lte: Lte): ScenarioNetwork => {
  const ues = lte.wlan.ues.map((_, i) => new UeOfNetwork(lte, i));
  return {
    ues,
    at: (atMs, action) => lte.at(ms(atMs), action),
    afterStart(delayMs, action) {
      lte.wlan.ues.forEach(({ start }, i) => {
        lte.at(start + ms(delayMs), () => action(ues[i]!));
      });
    },
    renewGroupKeys: () => lte.wlan.wt.renewGroupKeys(),
  };
};

/**
 * A scenario with an eNB, a WT and UEs, for {@link simulate}. It has the parameters that all of these share, as `ues`, `uuDelayMs`
 * and `loss`, and `durationMs`, beside its own.
 * @throws EncodeError for a parameter in place of a shared one whose default is none of the values that the shared one takes
 */
export function defineLteScenario<const P extends Parameters = Record<never, never>>(scenario: {
  readonly name: string;
  readonly title: string;
  /** Its own; one with the name of a shared one takes the place of that. */
  readonly parameters?: P | undefined;
  /** The default of `durationMs`: milliseconds that the run lasts after the start of the last UE. */
  readonly durationMs: number;
  readonly expect: Scenario['expect'];
  /** What the network is like, asked for in each run: what a fault remembers here, it remembers of one run. */
  readonly setUp?: ((values: ValuesOf<P>) => NetworkSetUp) | undefined;
  /** Sets what is to happen, before the run begins. */
  readonly play?: ((network: ScenarioNetwork, values: ValuesOf<P>) => void) | undefined;
}): Scenario {
  const { name, title, durationMs, expect } = scenario;
  const parameters = { ...lteParameters, ...scenario.parameters, ...durationOf(durationMs) };
  checkDefaults(parameters, lteParameters);
  return defineScenario({
    name,
    title,
    parameters: parameters as typeof lteParameters & ReturnType<typeof durationOf<number>>,
    expect,
    play(stage, values) {
      const own = values as unknown as ValuesOf<P>;
      const { tamper, ...setUp }: NetworkSetUp = scenario.setUp?.(own) ?? {};
      onlyNames('setUp', setUp, SET_UP);
      const lte = setUpLte({ ...stage, tamper: { ...tamper, ...stage.tamper } }, values, setUp);
      scenario.play?.(networkOf(lte), own);
      return lte.playFor(ms(values.durationMs));
    },
  });
}

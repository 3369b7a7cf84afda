import { type Names, onlyNames } from '../../codecs/check.js';
import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import type { asn1 } from '../../codecs/xwap/index.js';
import { LINKS, type Tamper, tamperOf } from '../engine/tamper.js';
import { checkDefaults, checkStimulus, defineScenario, type Parameters, type Scenario } from '../scenario.js';
import { type Lte, type LteSetUp, setUpLte } from './lte.js';
import { lteParameters } from './lte-parameters.js';
import { durationOf, ms } from './wlan-parameters.js';
import {
  type OwnValues,
  type ScenarioStation,
  type ScenarioWlan,
  StationOfWlan,
  scenarioWlan,
} from './wlan-scenario.js';

/** A UE of a scenario, and what may happen to it. */
export interface ScenarioUe extends ScenarioStation {
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
}

/** The network of a scenario: two cells, a WT and UEs, each of which gets LWA as it starts. */
export interface ScenarioNetwork extends ScenarioWlan<ScenarioUe> {}

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
class UeOfNetwork extends StationOfWlan implements ScenarioUe {
  readonly #lte: Lte;

  constructor(lte: Lte, index: number) {
    super(lte.wlan, index);
    this.#lte = lte;
  }

  handOver(): void {
    this.#lte.decide(this.index, 'handover');
  }

  rekey(): void {
    this.#lte.decide(this.index, 're-key');
  }

  requireRelease(cause: asn1.Cause = radioNetworkCause('reduce-load')): void {
    this.#lte.requireRelease(this.known.ue.address, cause);
  }
}

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
  readonly setUp?: ((values: OwnValues<P>) => NetworkSetUp) | undefined;
  /** Sets what is to happen, before the run begins. */
  readonly play?: ((network: ScenarioNetwork, values: OwnValues<P>) => void) | undefined;
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
      const own = values as unknown as OwnValues<P>;
      const { stimulusAfterMs = 0 } = own as { readonly stimulusAfterMs?: number };
      checkStimulus('stimulusAfterMs', stimulusAfterMs, own.durationMs);
      const { tamper, ...setUp }: NetworkSetUp = scenario.setUp?.(own) ?? {};
      onlyNames('setUp', setUp, SET_UP);
      const lte = setUpLte({ ...stage, tamper: tamperOf(tamper, stage.tamper, LINKS) }, values, setUp);
      const ues = lte.wlan.ues.map((_, i) => new UeOfNetwork(lte, i));
      scenario.play?.(scenarioWlan(stage.engine, lte.wlan, ues), own);
      return lte.playFor(ms(values.durationMs));
    },
  });
}

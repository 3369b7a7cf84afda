import { type ChoiceValue, choice, nullType, type Type } from '../../per/index.js';

/** `CHOICE { release NULL, setup T }`, which later releases call `SetupRelease { T }` (TS 36.331, 6.3.6 and A.3.8). */
export const setupRelease = <T>(setup: Type<T>): Type<ChoiceValue<{ release: Type<null>; setup: Type<T> }>> =>
  choice({ release: nullType, setup });

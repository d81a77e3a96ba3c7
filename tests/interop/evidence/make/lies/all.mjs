import { broker } from './broker.mjs';
import { certificates } from './certificates.mjs';
import { configuration } from './configuration.mjs';
import { container } from './container.mjs';
import { instrument } from './instrument.mjs';
import { people } from './people.mjs';
import { tickets } from './tickets.mjs';
import { witnesses } from './witnesses.mjs';

/** Every lie: its name, the code that it must get, what it changes of the plain plan, and its twist. `world` gives the keys, once they are made. */
export const allLies = world => [
  ...container, ...configuration(world), ...certificates(world), ...instrument(world), ...tickets(world), ...broker(world), ...people(world), ...witnesses(world),
];

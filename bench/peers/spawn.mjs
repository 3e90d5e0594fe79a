// Starts /bin/true and waits for its exit, repeated until the time is over.

import { spawnSync } from 'node:child_process';
import { nanos, serve } from './rounds.mjs';

serve((millis) => {
  const begin = nanos();
  let count = 0;
  let taken;
  do {
    const { status } = spawnSync('/bin/true', [], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`/bin/true ended with ${status}`);
    count++;
    taken = nanos() - begin;
  } while (taken < millis * 1e6);
  return [count, taken];
});

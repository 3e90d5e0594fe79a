// What every contender in Node shares: an amount per line in, a count and nanoseconds per line out.

import { createInterface } from 'node:readline';

/** Runs `round(amount)`, which gives [count, nanos] at once or later, for every line of the input. */
export async function serve(round) {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log((await round(Number(line))).join(' '));
  }
}

export const nanos = () => Number(process.hrtime.bigint());

/** Waits for a child's exit, which has to be with code 0. */
export function exit(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`code ${code}`))));
  });
}

// Shared by all contenders in Node: reads an amount per line, answers with a count and nanoseconds.

import { createInterface } from 'node:readline';

/** Runs `round(amount)`, which returns [count, nanos] or a promise of it, for every input line. */
export async function serve(round) {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log((await round(Number(line))).join(' '));
  }
}

export const nanos = () => Number(process.hrtime.bigint());

/** Waits for a child's exit, which must have code 0. */
export function exit(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`code ${code}`))));
  });
}

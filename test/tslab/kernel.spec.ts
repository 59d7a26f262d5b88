/** stepgrad's kernel over the Jupyter protocol: the built launcher in a process of its own, one for all cells. */
import { Case, bindings, outputs, refused, thrown } from './cells';
import { KernelClient } from './kernelClient';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await new KernelClient().start();
}, 120_000);
afterAll(() => kernel.stop());

async function check(code: string, { prints, fails, shows, draws, outputs: count }: Case[1]): Promise<void> {
  const ran = await kernel.run(code);
  expect([ran.errors.map(({ evalue }) => evalue), ran.reply.status]).toEqual(
    fails ? [[expect.stringMatching(fails[1])], 'error'] : [[], 'ok']
  );
  if (fails) {
    expect(ran.errors[0].ename).toBe(fails[0]);
    expect(ran.reply).toMatchObject({ ename: fails[0], evalue: ran.errors[0].evalue });
  }
  if (shows) {
    expect(ran.errors[0].traceback).toMatch(shows);
  }
  if (prints instanceof RegExp) {
    expect(ran.stdout).toMatch(prints);
  } else if (prints !== undefined) {
    expect(ran.stdout).toBe(prints);
  }
  if (draws) {
    expect(Object.keys(ran.displays.at(-1) ?? {})).toContain(draws);
  }
  if (count) {
    expect(ran.messages.filter(({ header }) => header.msg_type === 'display_data')).toHaveLength(count);
  }
  expect(ran.stderr).toBe('');
}

const name = ([code, { fails, prints, draws }]: Case): string =>
  `${code.replace(/\s+/g, ' ').slice(0, 70)} → ${fails?.[0] ?? draws ?? String(prints).trim()}`;

describe.each([
  ['bindings', bindings],
  ['refused', refused],
  ['thrown', thrown],
  ['outputs', outputs]
])('%s', (_, cases) => {
  test.each(cases.map(each => [name(each), ...each] as const))('%s', (_, code, expected) =>
    check(code, expected)
  );
});

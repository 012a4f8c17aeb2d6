import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';

/** A command with all that are within it, by the words that name it. */
function within(command: Command, path: readonly string[] = []): Array<[string, Command]> {
  const nested = command.commands.flatMap((one) => within(one, [...path, one.name()]));
  return path.length === 0 ? nested : [[path.join(' '), command], ...nested];
}

const COMMANDS = within(createProgram());

it.each([['', createProgram()], ...COMMANDS] as const)(
  'countersign %s --help fits a terminal of 80 columns and names what holds for all commands',
  (_path, command) => {
    const said: string[] = [];
    command.configureOutput({ writeOut: (text) => void said.push(text), getOutHelpWidth: () => 80 });
    command.outputHelp();
    for (const line of said.join('').split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(said.join('')).toContain('--log-format');
  },
);

describe.each(COMMANDS)('countersign %s', (path, command) => {
  const help = command.helpInformation().replace(/\s+/g, ' ');

  it('describes its arguments and options', () => {
    for (const { description } of [...command.registeredArguments, ...command.options])
      expect(description).not.toBe('');
  });

  it('says which options cannot be left out', () => {
    const required = command.options.filter(({ mandatory }) => mandatory).length;
    expect(help.split('(required)')).toHaveLength(required + 1);
  });

  it('throws what is wrong with its words, and names the help that says how it is used', async () => {
    const said: string[] = [];
    const program = createProgram();
    for (const one of [program, ...within(program).map(([, each]) => each)])
      one.configureOutput({ writeErr: (text) => void said.push(text) });
    await expect(program.parseAsync([...path.split(' '), '--nope'], { from: 'user' })).rejects.toMatchObject({
      code: expect.stringMatching(/unknownOption|missingMandatoryOptionValue/),
    });
    // What checks is told goes to checks list, its default.
    expect(said.join('')).toMatch(new RegExp(`^Run countersign ${path}( list)? --help to see `, 'm'));
  });
});

it('what a command line gets wrong acts on no terminal', async () => {
  const said: string[] = [];
  const program = createProgram();
  program.configureOutput({ writeErr: (text) => void said.push(text) });
  await expect(program.parseAsync(['\u001b[31mred'], { from: 'user' })).rejects.toThrow();
  expect(said.join('')).toContain("error: unknown command '[U+001B][31mred'\n");
});

it.each([
  ['demo', '--accounts', '10001'],
  ['simulate', '--accounts', '10001'],
  ['simulate', '--port', '65536'],
])('countersign %s %s %s is refused, since there are no more', async (...words) => {
  const program = createProgram();
  for (const one of [program, ...program.commands]) one.configureOutput({ writeErr: () => {} });
  await expect(program.parseAsync(words, { from: 'user' })).rejects.toMatchObject({
    code: 'commander.invalidArgument',
  });
  const fleet = { seed: '1', asOf: '2026-11-22T00:00:00.000Z' };
  expect(generateFleet({ ...fleet, accounts: 10_000 }).accounts).toHaveLength(10_000);
});

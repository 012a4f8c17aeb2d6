import { Argument, Command } from 'commander';
import { SHELLS } from './completion/shell-names.ts';
import { lazily } from './lazily.ts';

export function completionCommand(): Command {
  return new Command('completion')
    .description('print what lets a shell complete commands, options and their values')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Load it where the shell starts:
  bash, in ~/.bashrc
    source <(countersign completion bash)
  zsh, in ~/.zshrc after compinit
    source <(countersign completion zsh)
  fish, in ~/.config/fish/config.fish
    countersign completion fish | source
  powershell, in $PROFILE
    countersign completion powershell | Out-String | Invoke-Expression`,
    )
    .action(lazily(() => import('./actions/completion.ts')));
}

/** What the scripts ask, each time that a key is pressed. */
export function completeCommand(): Command {
  return new Command('complete')
    .description('what can stand at the end of a command line that is not finished, a line each')
    .option('--new', 'all words are finished, and another one begins')
    .argument('[words...]', 'the words after the name of the program, after --')
    .action(lazily(() => import('./actions/complete.ts')));
}

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
  bash        source <(countersign completion bash)          in ~/.bashrc
  zsh         source <(countersign completion zsh)           in ~/.zshrc, after compinit
  fish        countersign completion fish | source           in ~/.config/fish/config.fish
  powershell  countersign completion powershell | Out-String | Invoke-Expression     in $PROFILE`,
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

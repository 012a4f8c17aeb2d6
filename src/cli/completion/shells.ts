import type { Shell } from './shell-names.ts';

/**
 * What each shell runs. It hands over the words as they were typed and takes the answer as data: neither is evaluated, so that
 * no half-typed `$(…)` and no name of an account is run. Where there is no answer, the shell completes files.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_countersign() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(countersign complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _countersign countersign`,

  zsh: `#compdef countersign
_countersign() {
  local line
  local -a found
  while IFS= read -r line; do
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(countersign complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#found )); then _describe countersign found; else _files; fi
}
if [[ \${funcstack[1]} == _countersign ]]; then _countersign; else compdef _countersign countersign; fi`,

  fish: `function __countersign_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -e words[1]
    set -l found (countersign complete -- $words "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete -c countersign -f -a '(__countersign_complete)'`,

  powershell: `Register-ArgumentCompleter -Native -CommandName countersign -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $new = @(if ($wordToComplete -eq '') { '--new' })
  countersign complete @new '--' @words 2>$null | ForEach-Object {
    $value, $about = $_.Split([char]9, 2)
    if (-not $about) { $about = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
  }
}`,
};

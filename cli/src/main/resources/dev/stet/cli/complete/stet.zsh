#compdef stet
# Completes the words of stet in zsh: stet completion zsh > a folder of $fpath/_stet
_stet() {
  local -a values shown open
  local line value
  for line in "${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] || continue
    value=${line%%$'\t'*}
    if [[ $value == *: ]]; then
      open+=("$value")
    else
      values+=("$value")
      shown+=("$value  ${line#*$'\t'}")
    fi
  done
  (( ${#open} )) && compadd -S '' -- "${open[@]}"
  (( ${#values} )) && compadd -l -d shown -- "${values[@]}"
  (( ${#open} + ${#values} )) || _files
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _stet "$@"
else
  compdef _stet stet
fi

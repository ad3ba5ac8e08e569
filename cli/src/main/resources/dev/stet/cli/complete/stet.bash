# Completes the words of stet in bash: source <(stet completion bash)
_stet() {
  local line=${COMP_LINE:0:COMP_POINT} word candidate
  local -a words
  read -ra words <<<"$line"
  case $line in *[[:space:]]) words+=("") ;; esac
  word=${words[${#words[@]} - 1]}
  COMPREPLY=()
  while IFS=$'\t' read -r candidate _; do
    COMPREPLY+=("$candidate")
    case $candidate in *:) compopt -o nospace 2>/dev/null ;; esac
  done < <("${words[0]}" __complete -- "${words[@]:1}" 2>/dev/null)
  # Where bash breaks words at colons, it puts the completion after the last one.
  if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
    COMPREPLY=("${COMPREPLY[@]#"${word%:*}:"}")
  fi
}
complete -o default -F _stet stet

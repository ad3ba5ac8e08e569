# Completes the words of stet in fish: stet completion fish > ~/.config/fish/completions/stet.fish
function __stet_candidates
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    test -n "$word"; or set word ""
    $words[1] __complete -- $words[2..-1] $word 2>/dev/null
end
complete -c stet -f -a '(__stet_candidates)'

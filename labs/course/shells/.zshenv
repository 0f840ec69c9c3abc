# In place of ~/.zshenv; zsh finds its other files by itself once ZDOTDIR is gone.
unset ZDOTDIR
if [[ -r ~/.zshenv ]]; then . ~/.zshenv; fi
labs_first() {
    path=("$LABS_BIN" $path)
    precmd_functions=(${precmd_functions:#labs_first})
}
precmd_functions+=(labs_first)  # at the first prompt, after them all

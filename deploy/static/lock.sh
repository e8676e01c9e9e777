#!/bin/sh
# Locks what is now on a branch, and commits and pushes the lock file: `lock.sh BRANCH`.
#
# SIGCAL_DATA       the data file
# SIGCAL_LOCKED_BY  `author` or `merge`, as review.sh has it; with `author`, nothing is done
# PUSH_TO           the address of the repository, as git takes it
# PUSH_TOKEN        the right to push there
#
# Fails where the branch has moved meanwhile: whatever moved it is locked and published in its own turn.
set -eu
branch=$1
[ "$SIGCAL_LOCKED_BY" = merge ] || exit 0

lock=${SIGCAL_DATA%.*}.lock
sigcal lock "$SIGCAL_DATA"
git add -- "$lock"
if git diff --cached --quiet; then
    exit 0
fi
# Whom GitHub shows for what its workflows do.
export GIT_AUTHOR_NAME='github-actions[bot]' GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"
git commit -q -m "Lock what subscribers are shown"
# What is in the environment is in no list of processes.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.extraheader
GIT_CONFIG_VALUE_0="Authorization: basic $(printf 'x-access-token:%s' "$PUSH_TOKEN" | base64 | tr -d '\n')"
export GIT_CONFIG_VALUE_0
git push -q "$PUSH_TO" "HEAD:refs/heads/$branch" || {
    echo "the lock file cannot be pushed to $branch: it has moved, and is locked in its next run; or it takes" >&2
    echo "no pushes of workflows, then set SIGCAL_LOCKED_BY to \`author\`" >&2
    exit 1
}

#!/bin/sh
# What a pull request changes, and whether it may be merged: `review.sh BEFORE FORMAT`.
#
# BEFORE            the commit without it
# FORMAT            of findings, as `sigcal check --format` has them
# SIGCAL_DATA       the data file
# SIGCAL_LOCKED_BY  who locks: the `author` with the edit, or `merge`, after it
#
# report/comment.md says what it changes for the people who come. Fails where something in the data is doubtful; where its
# author is to lock it and has not; and, where it is locked after the merge, if it cannot be, or is not left to that.
set -eu
before=$1 format=$2

git rev-parse -q --verify "$before^{commit}" >/dev/null || {
    echo "the commit $before is not here to compare with" >&2
    exit 2
}
mkdir -p report
old=$(mktemp -d) new=$(mktemp -d)
trap 'rm -rf "$old" "$new"' EXIT
# The data and its lock, as they were.
git archive "$before" | tar -x -C "$old"
if [ ! -e "$old/$SIGCAL_DATA" ]; then
    echo "\`$SIGCAL_DATA\` is new." >report/comment.md
elif ! sigcal diff "$old/$SIGCAL_DATA" "$SIGCAL_DATA" --format markdown >report/comment.md; then
    echo "\`$SIGCAL_DATA\` cannot be compared with what it was: the log of the check says why." >report/comment.md
fi

# That a meeting has ended comes with time alone, and is not the fault of this change.
if [ "$SIGCAL_LOCKED_BY" = author ]; then
    sigcal check "$SIGCAL_DATA" --format "$format" --locked --note ended
    exit
fi
sigcal check "$SIGCAL_DATA" --format "$format" --note ended --allow unlocked
# Whoever writes the lock file decides what was.
lock=${SIGCAL_DATA%.*}.lock
if [ -e "$old/$lock" ] && ! git diff --quiet "$before" HEAD -- "$lock"; then
    echo "\`$lock\` is edited, too: leave it as it was; it is written once this is merged" >&2
    exit 1
fi
# What will be locked, elsewhere: this is not the branch yet.
git archive HEAD | tar -x -C "$new"
cd "$new"
sigcal lock "$SIGCAL_DATA"
